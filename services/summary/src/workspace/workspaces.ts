import type { workspaceKey } from '@tutti/contracts/summary';
import type { z } from 'zod';
import type { Aggregates, Handled, HandleOptions } from '@tutti/event-store';
import { workspaceDecider, type WorkspaceCommand } from './workspace.decider';
import { workspaceIdOf } from './workspace-id.state';
import type { WorkspaceKeys } from './workspace-keys';
import type { WorkspaceState } from './workspace.state';

interface Keyed {
  readonly answer: z.output<typeof workspaceKey>;
  readonly handled: Handled<WorkspaceState>;
}

/** Which installations may push, and their keys. */
export class Workspaces {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly keys: WorkspaceKeys,
  ) {}

  add(name: string, options: HandleOptions): Promise<Keyed> {
    return this.#withKey(name, { type: 'AddWorkspace' }, options);
  }

  rekey(name: string, options: HandleOptions): Promise<Keyed> {
    return this.#withKey(name, { type: 'RekeyWorkspace' }, options);
  }

  async remove(name: string, reason: string | undefined, options: HandleOptions) {
    const handled = await this.#handle(name, { type: 'RemoveWorkspace', reason }, options);
    await this.keys.withdraw(name);
    return handled;
  }

  /** Whoever asks again because the answer was lost is shown another key: the first one was seen by nobody. */
  async #withKey(name: string, command: WorkspaceCommand, options: HandleOptions): Promise<Keyed> {
    const handled = await this.#handle(name, command, options);
    return { answer: { name, key: await this.keys.renew(name) }, handled };
  }

  #handle(name: string, command: WorkspaceCommand, options: HandleOptions) {
    return this.aggregates.handle(workspaceDecider, workspaceIdOf(name), command, options);
  }
}
