import { setTimeout as delay } from 'node:timers/promises';
import type { LedWork, Logger, Term } from '@tutti/runtime';
import type { ConnectivityJudge } from './connectivity/connectivity-judge';
import type { FleetReporter } from './connectivity/fleet-reporter';
import { Watch } from './connectivity/watch';
import type { RetentionSweeper } from './retention/retention-sweeper';
import type { WarningReporter } from './warning/warning-reporter';
import type { RevocationAuthority } from './revocation/revocation-authority';

export interface FleetWatchOptions {
  readonly authority: RevocationAuthority;
  readonly judge: ConnectivityJudge;
  readonly reporter: FleetReporter;
  readonly warnings: WarningReporter;
  readonly sweeper: RetentionSweeper;
  /** Counts what is not in the roll-ups yet. */
  readonly fillRollups: (signal: AbortSignal) => Promise<void>;
  readonly watermark: () => Date | null;
  readonly logger: Logger;
}

const judgeEveryMs = 1000;
const sweepEveryMs = 10 * 60_000;

/** What one replica does for all: revoke, judge silence, forget what is old. */
export class FleetWatch implements LedWork {
  readonly name = 'fleet-watch';

  constructor(private readonly options: FleetWatchOptions) {}

  async lead({ signal, succeeded }: Term): Promise<void> {
    const { authority, sweeper, fillRollups, warnings, watermark } = this.options;
    succeeded();
    await Promise.all([
      authority.run(signal),
      this.#judge(signal),
      this.#repeat(sweepEveryMs, signal, async () => {
        await fillRollups(signal);
        await sweeper.pass(signal);
        const heard = watermark();
        if (heard) await warnings.forgetIdle(heard.getTime());
      }),
    ]);
  }

  follow(): Promise<void> {
    return Promise.resolve();
  }

  #judge(signal: AbortSignal): Promise<void> {
    const { judge, reporter, warnings, watermark } = this.options;
    const watch = new Watch();
    return this.#repeat(judgeEveryMs, signal, async () => {
      const judgement = watch.look(watermark());
      if (!judgement) return;
      await judge.pass(judgement);
      await reporter.pass(judgement.watermark);
      await warnings.pass(judgement.watermark);
    });
  }

  /** A pass that fails is made up for by the next one. */
  async #repeat(everyMs: number, signal: AbortSignal, pass: () => Promise<void>): Promise<void> {
    while (!signal.aborted) {
      try {
        await pass();
      } catch (error) {
        this.options.logger.error({ err: error }, 'The fleet could not be looked after; trying on');
      }
      await delay(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
