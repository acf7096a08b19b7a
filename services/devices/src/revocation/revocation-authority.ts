import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@tutti/kernel';
import type { Logger } from '@tutti/runtime';

export interface RevocationAuthorityOptions {
  /** The full list, as far as the read model has come. */
  readonly list: (now: Date) => Promise<ReadonlyMap<string, Date>>;
  /** Resolves once the read model has everything: one that is being filled would let the revoked in again. */
  readonly settled: () => Promise<void>;
  /** Changes whenever the server may have been exchanged for another: then it is told anew. */
  readonly epoch: () => number;
  /** Makes the list the account's; rejects when the server did not take it. */
  readonly push: (list: ReadonlyMap<string, Date>) => Promise<void>;
  /**
   * Whether the server still has what was pushed last. A replica that led before and stood still in the middle of a
   * push sends an older list when it goes on.
   */
  readonly stands: () => Promise<boolean>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How often the list is compared with what was pushed last. */
  readonly pollMs?: number;
}

const fingerprint = (list: ReadonlyMap<string, Date>): string =>
  JSON.stringify([...list].map(([key, until]) => [key, until.getTime()]).sort());

/** Looks between two at which the server is asked what it has: about a second. */
const looksPerQuestion = 10;

/**
 * Keeps the revocations of account EDGE equal to what the log says. It compares and repairs instead of reacting, so
 * nothing can be missed and nothing is ever parked: what could not be pushed is pushed at the next look.
 */
export class RevocationAuthority {
  #pushed: string | undefined;
  #failing = false;
  #looks = 0;

  constructor(private readonly options: RevocationAuthorityOptions) {}

  /** Until the signal. The first look always pushes: nobody knows what the server has. */
  async run(signal: AbortSignal): Promise<void> {
    this.#pushed = undefined;
    while (!signal.aborted) {
      await this.look();
      await delay(this.options.pollMs ?? 100, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Whether the server has the list of now. */
  async look(): Promise<boolean> {
    const { push, logger } = this.options;
    try {
      if ((await this.#wanted()).state === this.#pushed && (await this.#stands())) return true;
      await this.options.settled();
      const { state, list } = await this.#wanted();
      await push(list);
      this.#pushed = state;
      this.#failing = false;
      logger.info({ keys: list.size }, 'The revocations were pushed');
      return true;
    } catch (error) {
      if (!this.#failing) logger.error({ err: error }, 'The revocations cannot be pushed; trying on');
      this.#failing = true;
      return false;
    }
  }

  async #stands(): Promise<boolean> {
    if (++this.#looks % looksPerQuestion !== 0 || (await this.options.stands())) return true;
    this.options.logger.warn({}, 'The server has other revocations than were pushed; they are pushed again');
    return false;
  }

  async #wanted(): Promise<{ readonly list: ReadonlyMap<string, Date>; readonly state: string }> {
    const epoch = this.options.epoch();
    const list = await this.options.list(this.options.clock.now());
    return { list, state: `${epoch}:${fingerprint(list)}` };
  }
}
