import { beforeNewest, type Rollout } from '@tutti/contracts/deployment';

export interface WayBack {
  /** The rollout whose devices return. */
  readonly last: Rollout;
  /** What they return to; undefined where an earlier rollout does not say. */
  readonly earlier: { readonly modelId: string; readonly name: string } | undefined;
}

/** It changed what devices run: some at least. */
const reached = ({ mode, counts }: Rollout): boolean => mode === 'replace' && counts.succeeded > 0;

const begun: ReadonlySet<Rollout['status']> = new Set(['running', 'paused', 'finished', 'stopped']);

/** The way back from the newest rollout, of a stream's rollouts that begin with the newest. */
export const wayBack = (rollouts: readonly Rollout[]): WayBack | undefined => {
  const last = rollouts.find(({ mode, status }) => mode === 'replace' && begun.has(status));
  if (!last) return undefined;
  const older = rollouts.slice(rollouts.indexOf(last) + 1).filter(reached);
  const earlier = beforeNewest([last, ...older], ({ model }) => model.modelId)?.model;
  // They have gone back as far as rollouts tell.
  if (!earlier && last.cause.kind === 'rollback') return undefined;
  return {
    last,
    earlier: earlier && { modelId: earlier.modelId, name: `${earlier.name} ${earlier.version}` },
  };
};
