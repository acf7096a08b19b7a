import { type DeviceFailure, type RunningModel, type TwinWish, twinWish } from '@tutti/contracts/deployment';
import { z } from 'zod';
import type { DeploymentState } from './deployment-state';

/** What every version of the key has. */
const bareModels = z.object({
  incarnation: z.string(),
  position: z.number().int(),
  wish: z.looseObject({ deploymentId: z.uuid() }).nullable(),
});

/** What the twin wishes, as far as it can be understood. */
export type Wish =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'model'; readonly wish: TwinWish }
  | { readonly kind: 'unknown'; readonly deploymentId: string; readonly reason: string };

export interface Wished {
  readonly incarnation: string;
  readonly position: number;
  readonly wish: Wish;
}

/** Reads the twin's key `models`. Throws when it makes no sense at all. */
export function readWish(found: unknown): Wished {
  const { incarnation, position, wish } = bareModels.parse(found);
  return { incarnation, position, wish: wish === null ? { kind: 'nothing' } : understood(wish) };
}

function understood(wish: { readonly deploymentId: string }): Wish {
  const { data, error } = twinWish.safeParse(wish);
  if (data !== undefined) return { kind: 'model', wish: data };
  const [issue] = error.issues;
  const reason = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
  return { kind: 'unknown', deploymentId: wish.deploymentId, reason };
}

/** A key never goes back: what is older than what was heeded is an answer that came late. */
export const isOld = ({ incarnation, position }: Wished, seen: DeploymentState['seen']): boolean =>
  seen !== null && seen.incarnation === incarnation && position < seen.position;

export interface Place {
  /** Bytes of the largest model that is taken. */
  readonly mostBytes: number;
  /** What judges now. */
  readonly running: RunningModel | null;
  /** The platform's time. */
  readonly now: number;
}

/** Why it is not even begun. */
export function unfit(
  { model, mode }: TwinWish,
  { mostBytes, running }: Omit<Place, 'now'>,
): DeviceFailure | undefined {
  const { bytes } = model.artifact;
  if (bytes > mostBytes)
    return {
      code: 'model.too-large',
      message: `The model has ${bytes} bytes; this device takes ${mostBytes} (MODELS_MAX_MB).`,
    };
  if (mode === 'shadow' && running === null)
    return { code: 'shadow.alone', message: 'No model judges here that it could be compared with.' };
  return undefined;
}
