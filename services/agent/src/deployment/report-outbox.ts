import { EventEmitter, once } from 'node:events';
import type { DeploymentReport } from '@tutti/contracts/deployment';
import { Backoff } from '../common/backoff';
import { pause } from '../common/pause';
import type { DeploymentStore } from './deployment-store';

/** Resolves with true once the report is safe in the journal. */
export type SendReport = (deploymentId: string, report: DeploymentReport, at: number) => Promise<boolean>;

/** Carries what was written with each transition into the journal of reports, in order. */
export class ReportOutbox {
  private readonly events = new EventEmitter();

  constructor(
    private readonly store: DeploymentStore,
    private readonly send: SendReport,
    /** Milliseconds: the first pause after the disk took nothing, and the longest. */
    private readonly pauses: readonly [first: number, longest: number] = [1000, 60_000],
  ) {}

  /** There may be something new. */
  wake(): void {
    this.events.emit('wake');
  }

  async run(signal: AbortSignal): Promise<void> {
    const backoff = new Backoff(...this.pauses);
    while (!signal.aborted) {
      const round = new AbortController();
      const woken = once(this.events, 'wake', { signal: AbortSignal.any([signal, round.signal]) });
      woken.catch(() => undefined);
      try {
        if (await this.flush()) {
          backoff.reset();
          await woken;
        } else await pause(backoff.next(), signal);
      } finally {
        round.abort();
      }
    }
  }

  /** False where the disk took not all of it. */
  async flush(): Promise<boolean> {
    for (let [first] = this.store.state.untold; first !== undefined; [first] = this.store.state.untold) {
      const { deploymentId, report, at } = first;
      if (!(await this.send(deploymentId, report, at))) return false;
      const sent = first;
      await this.store.change((state) => ({
        ...state,
        untold: state.untold.filter((each) => each !== sent),
      }));
    }
    return true;
  }
}
