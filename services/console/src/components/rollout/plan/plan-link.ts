import { rolloutTarget, type RolloutTarget } from '@tutti/contracts/deployment';
import { z } from 'zod';
import { targetDraftOf, type TargetDraft } from './target-draft';

/** Where a model is planned for these devices. */
export const planLink = (modelId: string, target: RolloutTarget): string =>
  `/rollouts/new?${new URLSearchParams({ model: modelId, target: JSON.stringify(target) }).toString()}`;

/** The same for devices that are too many for an address: they are kept beside it, over a reload too. */
export const planBeside = (modelId: string, target: RolloutTarget) => ({
  to: `/rollouts/new?${new URLSearchParams({ model: modelId }).toString()}`,
  state: { target },
});

const beside = z.object({ target: rolloutTarget });

const read = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The devices that came along with such a link; undefined where none did. */
export const linkedTarget = (search: string, state?: unknown): TargetDraft | undefined => {
  const { data } = rolloutTarget.safeParse(read(new URLSearchParams(search).get('target') ?? ''));
  const target = data ?? beside.safeParse(state).data?.target;
  return target && targetDraftOf(target);
};
