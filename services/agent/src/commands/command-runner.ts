import { EventEmitter, once } from 'node:events';
import {
  twinCommand,
  type CommandFailure,
  type CommandKind,
  type CommandOrder,
  type CommandOutcome,
  type CommandProgress,
  type CommandReport,
  type CommandResult,
  type TwinCommand,
} from '@tutti/contracts/devices';
import { z } from 'zod';
import type { Logger } from '../log';
import type { CommandLedger, LedgerEntry } from './command-ledger';
import { failureOf } from './failure-of';

export interface CommandContext {
  readonly id: string;
  /** Aborts at the deadline, when somebody wants it to stop, and when the agent stops. */
  readonly signal: AbortSignal;
  readonly progress: (progress: CommandProgress) => Promise<void>;
}

/** How one kind of command is done. */
export interface CommandHandler<Kind extends CommandKind> {
  run(order: Extract<CommandOrder, { kind: Kind }>, context: CommandContext): Promise<CommandResult>;
  /** Why it cannot be stopped once it runs; undefined where its signal is heeded. */
  readonly unstoppable?: string;
}

export type CommandHandlers = { readonly [Kind in CommandKind]: CommandHandler<Kind> };

export interface CommandRunnerOptions {
  readonly ledger: CommandLedger;
  readonly handlers: CommandHandlers;
  /** Resolves with true once the report is safe on disk. */
  readonly report: (commandId: string, report: CommandReport) => Promise<boolean>;
  /** What a restart that an earlier process was asked for came to. */
  readonly restarted: (entry: LedgerEntry) => CommandResult;
  /** The platform's time. */
  readonly now: () => number;
  readonly startedAt: string;
  readonly log: Logger;
}

interface Running {
  readonly id: string;
  readonly unstoppable: string | undefined;
  readonly stop: AbortController;
  /** The newest request to stop that was answered. */
  answered: number;
}

/** What every version of every command has. */
const bare = z.object({ id: z.uuid(), deadline: z.iso.datetime() });

const interrupted: CommandFailure = {
  code: 'interrupted',
  message: 'The agent ended in the middle of it. It may have been done in part; it is not repeated.',
};
const forgotten: CommandFailure = {
  code: 'ledger.lost',
  message: 'The agent cannot tell whether it did this before, so it does not do it. Issue it anew.',
};
const unknown: CommandFailure = {
  code: 'command.unknown',
  message: 'This agent does not know such a command. Update the agent.',
};

/** Does what the twin asks for, one after another, each at most once. */
export class CommandRunner {
  private readonly events = new EventEmitter();
  private wished: readonly unknown[] | undefined;
  private running: Running | undefined;

  constructor(private readonly options: CommandRunnerOptions) {}

  /** The commands that are open now, oldest first. */
  offer(commands: readonly unknown[]): void {
    this.wished = commands;
    this.events.emit('offered');
    if (this.running) void this.heed(this.running);
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.endInterrupted();
    if (this.options.ledger.isLost) await this.forget(signal);
    while (!signal.aborted) {
      await this.reportEnded();
      const next = this.next();
      if (next === undefined) await once(this.events, 'offered', { signal });
      else await this.take(next, signal);
    }
  }

  /** What came too late for its deadline is left to the server, whose clock counts. */
  private next(): unknown {
    const { ledger, now } = this.options;
    return this.wished?.find((wish) => {
      const { data } = bare.safeParse(wish);
      return data !== undefined && !ledger.knows(data.id) && Date.parse(data.deadline) > now();
    });
  }

  private async take(wish: unknown, signal: AbortSignal): Promise<void> {
    const { ledger, startedAt: takenBy, now, log } = this.options;
    const { id, deadline } = bare.parse(wish);
    const command = twinCommand.safeParse(wish).data;
    const kind = command?.order.kind ?? 'unknown';
    await ledger.take({ id, kind, deadline, takenBy }, now());
    log.info({ commandId: id, kind }, `Command ${kind}`);
    if (command === undefined) await ledger.end(id, { state: 'failed', failure: unknown });
    else await this.perform(command, signal);
  }

  /** Whatever is open at the first look may have been done before: none of it is done. */
  private async forget(signal: AbortSignal): Promise<void> {
    const { ledger, startedAt: takenBy, now } = this.options;
    if (this.wished === undefined) await once(this.events, 'offered', { signal });
    for (const wish of this.wished ?? []) {
      const { data } = bare.safeParse(wish);
      if (data === undefined) continue;
      await ledger.take({ ...data, kind: 'unknown', takenBy }, now());
      await ledger.end(data.id, { state: 'failed', failure: forgotten });
    }
    await ledger.recovered();
  }

  private async perform(command: TwinCommand, signal: AbortSignal): Promise<void> {
    const { ledger, report, log } = this.options;
    await report(command.id, { state: 'accepted' });
    const outcome = await this.outcome(command, signal);
    if (outcome === undefined) return;
    await ledger.end(command.id, outcome);
    const { state } = outcome;
    log.info(
      { commandId: command.id, kind: command.order.kind, outcome },
      `Command ${command.order.kind}: ${state}`,
    );
  }

  /** Undefined when the agent stops in the middle: whoever starts next tells. */
  private async outcome(command: TwinCommand, signal: AbortSignal): Promise<CommandOutcome | undefined> {
    const { id, order, deadline } = command;
    const { unstoppable } = this.options.handlers[order.kind];
    const running: Running = { id, unstoppable, stop: new AbortController(), answered: 0 };
    this.running = running;
    const timeLeft = AbortSignal.timeout(Math.max(0, Date.parse(deadline) - this.options.now()));
    try {
      void this.heed(running);
      const result = await this.handle(order, {
        id,
        signal: AbortSignal.any([signal, running.stop.signal, timeLeft]),
        progress: async (progress) => void (await this.options.report(id, { state: 'running', progress })),
      });
      return { state: 'succeeded', result };
    } catch (error) {
      if (signal.aborted) return undefined;
      if (running.stop.signal.aborted) return { state: 'cancelled' };
      return { state: 'failed', failure: failureOf(error) };
    } finally {
      this.running = undefined;
    }
  }

  private handle(order: CommandOrder, context: CommandContext): Promise<CommandResult> {
    const { handlers } = this.options;
    switch (order.kind) {
      case 'infer':
        return handlers.infer.run(order, context);
      case 'collect-logs':
        return handlers['collect-logs'].run(order, context);
      case 'reload-model':
        return handlers['reload-model'].run(order, context);
      case 'restart-agent':
        return handlers['restart-agent'].run(order, context);
    }
  }

  /** Answers a request to stop, once. What is not wished for any more is stopped where it can be. */
  private async heed(running: Running): Promise<void> {
    const wishes = (this.wished ?? []).map((each) => twinCommand.safeParse(each).data);
    const wish = wishes.find((each) => each?.id === running.id);
    const asked = wish?.cancel ?? 0;
    if (wish !== undefined && asked <= running.answered) return;
    running.answered = asked;
    if (running.unstoppable === undefined) running.stop.abort();
    else if (wish !== undefined)
      await this.options.report(running.id, {
        state: 'cancel-refused',
        cancel: asked,
        reason: running.unstoppable,
      });
  }

  private async endInterrupted(): Promise<void> {
    const { ledger, startedAt, restarted } = this.options;
    for (const entry of ledger.interrupted(startedAt)) {
      const outcome: CommandOutcome =
        entry.kind === 'restart-agent'
          ? { state: 'succeeded', result: restarted(entry) }
          : { state: 'failed', failure: interrupted };
      await ledger.end(entry.id, outcome);
    }
  }

  private async reportEnded(): Promise<void> {
    const { ledger, report } = this.options;
    for (const { id, outcome } of ledger.unreported())
      if (outcome && (await report(id, outcome))) await ledger.reported(id);
  }
}
