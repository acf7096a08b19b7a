import { join } from 'node:path';
import type { NatsConnection } from '@nats-io/transport-node';
import { type AppliedSampling, type CommandReport, twinCommands } from '@tutti/contracts/devices';
import { Journal, type JournalTrouble } from '../journal/journal';
import type { Logger } from '../log';
import { drain, type Publish } from '../uplink/drain';
import { agentVersion } from '../version';
import { CommandLedger } from './command-ledger';
import { CommandRunner } from './command-runner';
import { commandHandlers, type HandlerOptions } from './handlers';
import { Steering, type TakeWish } from './steering';

export interface CommandsOptions extends HandlerOptions {
  /** The agent's data folder. */
  readonly folder: string;
  readonly now: () => number;
  readonly startedAt: string;
  /** Takes what the operator set for the device. */
  readonly onSettings: TakeWish;
  readonly log: Logger;
}

/** What a connection lends while it lasts. */
export interface Session {
  readonly connection: NatsConnection;
  readonly deviceId: string;
  readonly publish: Publish;
  readonly onFailure: (error: unknown) => void;
  readonly signal: AbortSignal;
}

const journalBytes = 4 * 1024 * 1024;
const dayMs = 86_400_000;

/** Commands from people to this device: follows the twin, does what it says, reports in a journal of its own. */
export class Commands {
  private constructor(
    private readonly reports: Journal,
    private readonly runner: CommandRunner,
    private readonly steering: Steering,
    private readonly now: () => number,
  ) {}

  static async open(options: CommandsOptions): Promise<Commands> {
    const { folder, now, startedAt, log } = options;
    const onTrouble = ({ type, message }: JournalTrouble): void => log.error({ code: type }, message);
    // Results may wait by the thousand; what somebody waits for must not stand behind them, nor be dropped with them.
    const reports = await Journal.open({
      folder: join(folder, 'reports'),
      maxBytes: journalBytes,
      maxAgeMs: 14 * dayMs,
      onTrouble,
    });
    const report = async (commandId: string, said: CommandReport): Promise<boolean> => {
      const at = now();
      const entry = { at: new Date(at).toISOString(), topic: 'command', commandId, report: said };
      return (await reports.append('reported', at, entry)) !== undefined;
    };
    const runner = new CommandRunner({
      ledger: await CommandLedger.open(folder),
      handlers: commandHandlers(options),
      report,
      restarted: ({ takenBy }) => ({
        kind: 'restart-agent',
        previousStartedAt: takenBy,
        startedAt,
        agentVersion,
      }),
      now,
      startedAt,
      log,
    });
    const wishes = {
      commands: (found: unknown) => runner.offer(twinCommands.parse(found).commands),
      settings: options.onSettings,
    };
    return new Commands(reports, runner, new Steering({ wishes, log }), now);
  }

  /** Reports that wait to be sent. */
  get waiting(): number {
    return this.reports.stats().entries;
  }

  /** Tells which settings this device goes by; false where that was not kept, on a full disk say. */
  async reportSettings(position: number | null, sampling: AppliedSampling): Promise<boolean> {
    const at = this.now();
    const entry = { at: new Date(at).toISOString(), topic: 'settings', position, sampling };
    return (await this.reports.append('reported', at, entry)) !== undefined;
  }

  run(signal: AbortSignal): Promise<void> {
    return this.runner.run(signal);
  }

  /** Uses a connection while there is one. */
  async use({ connection, deviceId, publish, onFailure, signal }: Session): Promise<void> {
    await Promise.all([
      drain({ journal: this.reports, publish, onFailure, signal }),
      this.steering.run(connection, deviceId, signal),
    ]);
  }

  close(): Promise<void> {
    return this.reports.close();
  }
}
