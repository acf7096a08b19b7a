import type { NatsConnection } from '@nats-io/transport-node';
import { twinCommands } from '@tutti/contracts/devices';
import type { Logger } from '../log';
import { drain, type Publish } from '../uplink/drain';
import { agentVersion } from '../version';
import { CommandLedger } from './command-ledger';
import { CommandRunner } from './command-runner';
import { commandHandlers, type HandlerOptions } from './handlers';
import type { Reports } from './reports';
import { Steering, type TakeWish } from './steering';

export interface CommandsOptions extends HandlerOptions {
  /** The agent's data folder. */
  readonly folder: string;
  readonly reports: Reports;
  readonly now: () => number;
  readonly startedAt: string;
  /** Takes what the operator set for the device. */
  readonly onSettings: TakeWish;
  /** Takes which model it is to run. */
  readonly onModels: TakeWish;
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

/** Commands from people to this device: follows the twin, does what it says, sends what the device reports. */
export class Commands {
  private constructor(
    private readonly reports: Reports,
    private readonly runner: CommandRunner,
    private readonly steering: Steering,
  ) {}

  static async open(options: CommandsOptions): Promise<Commands> {
    const { folder, reports, now, startedAt, log } = options;
    const runner = new CommandRunner({
      ledger: await CommandLedger.open(folder),
      handlers: commandHandlers(options),
      report: (commandId, said) => reports.ofCommand(commandId, said),
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
      models: options.onModels,
    };
    return new Commands(reports, runner, new Steering({ wishes, log }));
  }

  run(signal: AbortSignal): Promise<void> {
    return this.runner.run(signal);
  }

  /** Uses a connection while there is one. */
  async use({ connection, deviceId, publish, onFailure, signal }: Session): Promise<void> {
    await Promise.all([
      drain({ journal: this.reports.journal, publish, onFailure, signal }),
      this.steering.run(connection, deviceId, signal),
    ]);
  }
}
