import { part, type Aggregates, type Handled, type HandleOptions } from '@tutti/event-store';
import { nameId, type Vault } from '@tutti/service-kit';
import type { EndRun } from './run-end.decider';
import { runLineDecider, type RunLineCommand, type RunLineState } from './run-line.decider';
import { noSuchRun } from './run-refusal.decider';
import { runDecider, type RunCommand } from './run.decider';
import type { KnownRun, RunState } from './run.state';

export interface RunCommandsOptions {
  readonly aggregates: Aggregates;
  readonly vault: Pick<Vault, 'mac'>;
}

/** Commands to runs, with the key that goes with their begin and their end. */
export class RunCommands {
  constructor(private readonly options: RunCommandsOptions) {}

  /** As the leader has it. Throws `run.not-found`. */
  async existing(id: string): Promise<KnownRun> {
    return (await this.standing(id)).run;
  }

  /** The same, with the position of what was said last of it. */
  async standing(id: string): Promise<{ readonly run: KnownRun; readonly position: number }> {
    const { state, position } = await this.options.aggregates.load(runDecider, id);
    if (state.status === 'initial') throw noSuchRun();
    return { run: state, position };
  }

  tell(id: string, command: Exclude<RunCommand, EndRun>, options: HandleOptions): Promise<Handled<RunState>> {
    return this.options.aggregates.handle(runDecider, id, command, options);
  }

  /** Ends a run and gives its key back, both or neither. */
  async end(id: string, command: EndRun, options: HandleOptions): Promise<Handled<RunState>> {
    const { request } = await this.existing(id);
    const leave: RunLineCommand = { type: 'LeaveLine', runId: id };
    const parts = [part(runDecider, id, command), this.line(request.key, leave)] as const;
    const [handled] = await this.options.aggregates.handleTogether([...parts], options);
    if (!handled) throw new Error('handleTogether answered for no part');
    return handled as Handled<RunState>;
  }

  /** What is appended beside a run. */
  line(key: string, command: RunLineCommand) {
    return part(runLineDecider, this.#lineId(key), command);
  }

  /** Runs with this key that have not ended, in their order. */
  async lineOf(key: string): Promise<RunLineState> {
    return (await this.options.aggregates.load(runLineDecider, this.#lineId(key))).state;
  }

  #lineId(key: string): string {
    return nameId(this.options.vault, 'training.run-key', key);
  }
}
