import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from '../log';
import { readPrivate, writePrivate } from '../identity/private-file';
import {
  type Counted,
  type DeploymentState,
  deploymentState,
  isInstalling,
  noDeployments,
} from './deployment-state';
import { changed, takenOver } from './transitions';

/** The disk does not take what must be written before it is done: nothing is done then. */
export class StateUnwritable extends Error {
  override readonly name = 'StateUnwritable';
}

/** What the device remembers of its deployments: on disk before it acts, so that any end of the process is survived. */
export class DeploymentStore {
  /** Of this process. */
  readonly holder = randomUUID();
  private writing: Promise<unknown> = Promise.resolve();
  private current: DeploymentState;

  private constructor(
    private readonly path: string,
    stored: DeploymentState,
    private readonly log: Logger,
  ) {
    this.current = stored;
  }

  /** As an earlier process left it. */
  static async open(folder: string, log: Logger): Promise<DeploymentStore> {
    const path = join(folder, 'deployment.json');
    const text = await readPrivate(path);
    return new DeploymentStore(path, text === undefined ? noDeployments : parsed(text, log), log);
  }

  /** Goes on with what an earlier process left; until it is released, this one's end is a death. */
  async takeOver(at: number): Promise<void> {
    if (this.current === noDeployments) return;
    const taken = takenOver(this.current, this.holder, at);
    // A full disk must not keep the device from judging.
    await this.change(() => taken).catch((error: unknown) => {
      this.current = taken;
      this.log.error({ err: error }, 'What became of deployments cannot be written');
    });
  }

  /** Writes down that this process did not die, and what it counted last. */
  async release(counted: Counted = {}): Promise<void> {
    await this.change((before) => {
      const isReleased = before.open === null || before.open.holder === null;
      return isReleased ? before : changed(before, { ...counted, holder: null });
    }).catch((error: unknown) => {
      this.log.error({ err: error }, 'What was counted cannot be written');
    });
  }

  get state(): DeploymentState {
    return this.current;
  }

  /** One is on its way and not in use yet. */
  get isInstalling(): boolean {
    return isInstalling(this.current);
  }

  /** Resolves with the new state once that is on disk. Throws a `StateUnwritable`; then nothing has changed. */
  change(step: (state: DeploymentState) => DeploymentState): Promise<DeploymentState> {
    const change = this.writing.then(async () => {
      const next = step(this.current);
      if (next === this.current) return next;
      await writePrivate(this.path, JSON.stringify(next)).catch((error: unknown) => {
        throw new StateUnwritable('What becomes of a deployment cannot be written.', { cause: error });
      });
      this.current = next;
      return next;
    });
    this.writing = change.catch(() => undefined);
    return change;
  }
}

function parsed(text: string, log: Logger): DeploymentState {
  try {
    return deploymentState.parse(JSON.parse(text));
  } catch (error) {
    log.error(
      { err: error },
      'What is known of deployments cannot be read; the platform says what is wished',
    );
    return noDeployments;
  }
}
