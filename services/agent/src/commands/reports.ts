import { join } from 'node:path';
import type { DeploymentReport } from '@tutti/contracts/deployment';
import type { AppliedSampling, CommandReport } from '@tutti/contracts/devices';
import { Journal, type JournalTrouble } from '../journal/journal';
import type { Logger } from '../log';

const journalBytes = 4 * 1024 * 1024;
const dayMs = 86_400_000;
/** Progress that is not sent at once is no use to anybody. */
const mostBehind = 20;

/**
 * What the device says of its twin. Results may wait by the thousand; what somebody waits for must not stand behind
 * them, nor be dropped with them: it has a journal of its own. Each answers with false where that did not take it.
 */
export class Reports {
  private constructor(
    readonly journal: Journal,
    private readonly now: () => number,
  ) {}

  static async open(folder: string, now: () => number, log: Logger): Promise<Reports> {
    const onTrouble = ({ type, message }: JournalTrouble): void => log.error({ code: type }, message);
    const limits = { maxBytes: journalBytes, maxAgeMs: 14 * dayMs };
    return new Reports(await Journal.open({ folder: join(folder, 'reports'), ...limits, onTrouble }), now);
  }

  /** Reports that wait to be sent. */
  get waiting(): number {
    return this.journal.stats().entries;
  }

  ofCommand(commandId: string, report: CommandReport): Promise<boolean> {
    return this.add({ topic: 'command', commandId, report });
  }

  /** Which settings this device goes by. */
  ofSettings(position: number | null, sampling: AppliedSampling): Promise<boolean> {
    return this.add({ topic: 'settings', position, sampling });
  }

  ofDeployment(deploymentId: string, report: DeploymentReport, at = this.now()): Promise<boolean> {
    return this.add({ topic: 'deployment', deploymentId, report }, at);
  }

  /** Left out while others wait, and in no hurry: it shares its write with others. */
  progressOfDeployment(deploymentId: string, report: DeploymentReport): void {
    if (this.waiting < mostBehind)
      void this.add({ topic: 'deployment', deploymentId, report }, this.now(), false);
  }

  close(): Promise<void> {
    return this.journal.close();
  }

  private async add(about: object, at = this.now(), urgent = true): Promise<boolean> {
    const entry = { at: new Date(at).toISOString(), ...about };
    return (await this.journal.append('reported', at, entry, urgent)) !== undefined;
  }
}
