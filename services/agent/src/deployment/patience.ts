import { Backoff } from '../common/backoff';
import { pause } from '../common/pause';
import { reasonOf } from '../common/reason-of';
import { ApiError } from '../identity/api';
import type { Logger } from '../log';
import { DeploymentFailure } from './deployment-failure';

export interface PatienceOptions {
  readonly signal: AbortSignal;
  /** Milliseconds: the first pause after trouble, and the longest. */
  readonly pauses?: readonly [first: number, longest: number];
  readonly log?: Logger;
}

/** Tries again, with growing pauses, what trouble on the way keeps from being done. */
export class Patience {
  private readonly backoff: Backoff;
  private lastComplaint = '';

  constructor(private readonly options: PatienceOptions) {
    this.backoff = new Backoff(...(options.pauses ?? [1000, 60_000]));
  }

  /** It gets on, however slowly: the next pause is short again. */
  encourage(): void {
    this.backoff.reset();
  }

  /** Rejects with a `DeploymentFailure` at once, and with the signal's reason when that aborts. */
  async until<T>(attempt: () => Promise<T>): Promise<T> {
    const { signal } = this.options;
    for (;;) {
      signal.throwIfAborted();
      try {
        return await attempt();
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof DeploymentFailure) throw error;
        this.complain(reasonOf(error));
        await pause(Math.max(this.backoff.next(), retryAfterOf(error)), signal);
      }
    }
  }

  /** Says a reason once, until it changes. */
  private complain(reason: string): void {
    if (reason === this.lastComplaint) return;
    this.lastComplaint = reason;
    this.options.log?.warn({ reason }, `The model does not come yet: ${reason}`);
  }
}

const retryAfterOf = (error: unknown): number => (error instanceof ApiError && error.retryAfterMs) || 0;
