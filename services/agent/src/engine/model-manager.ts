import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type Image, Model, ModelError, type Prediction } from '@tutti/vision';
import { pause } from '../common/pause';
import { reasonOf } from '../common/reason-of';
import type { Logger } from '../log';
import { type ActiveModel, activeModel } from './active-model';
import { type ModelFile, newestModel, sameFile } from './model-folder';

export interface ModelManagerOptions {
  readonly folder: string;
  readonly checkEveryMs: number;
  readonly threads: number | undefined;
  readonly log: Logger;
}

export interface ModelFault {
  readonly type: string;
  readonly message: string;
}

/** There is no model to answer with. */
export class NoModelError extends Error {
  override readonly name = 'NoModelError';
}

/** A file that was changed a moment ago may be half written. */
const settleMs = 3000;
const soonMs = 500;

/**
 * Runs the newest model of a folder. A newer one is loaded beside it and takes over at once; frames under way finish on
 * the old one. A broken newer one changes nothing but `fault`.
 */
export class ModelManager {
  current: ActiveModel | undefined;
  fault: ModelFault | undefined;
  private readonly events = new EventEmitter();
  private seen: ModelFile | undefined;
  private retiring: Promise<void> = Promise.resolve();

  constructor(private readonly options: ModelManagerOptions) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const settled = await this.check();
      await pause(settled ? this.options.checkEveryMs : soonMs, signal);
    }
  }

  /** Waits for the first model. Rejects when the signal aborts. */
  async available(signal: AbortSignal): Promise<void> {
    while (this.current === undefined) await once(this.events, 'activated', { signal });
  }

  /** Throws a `NoModelError`, or the model's own `ModelError`. */
  async predict(image: Image): Promise<{ readonly active: ActiveModel; readonly prediction: Prediction }> {
    const active = this.current;
    if (active === undefined) throw new NoModelError('No model is loaded.');
    return { active, prediction: await active.model.predict(image) };
  }

  /** Looks once. False when the newest file is still being written. */
  async check(): Promise<boolean> {
    const file = await newestModel(this.options.folder);
    if (sameFile(file, this.seen)) return true;
    if (file === undefined) {
      this.seen = undefined;
      this.fault = undefined;
      return true;
    }
    try {
      await this.load(file);
    } catch (error) {
      if (!sameFile(file, await newestModel(this.options.folder))) return false;
      if (Math.abs(Date.now() - file.modifiedAt) < settleMs) return false;
      this.refuse(file, error);
    }
    this.seen = file;
    return true;
  }

  async close(): Promise<void> {
    const last = this.current;
    this.current = undefined;
    await this.retiring;
    await last?.model.release();
  }

  private async load(file: ModelFile): Promise<void> {
    const bytes = await readFile(file.path);
    const digest = createHash('sha256').update(bytes).digest('hex');
    if (digest !== this.current?.reference.digest) {
      const { threads } = this.options;
      const model = await Model.load(bytes, threads === undefined ? {} : { intraOpThreads: threads });
      this.activate(activeModel(model, file.name));
    }
    this.fault = undefined;
  }

  private activate(next: ActiveModel): void {
    const previous = this.current;
    this.current = next;
    this.events.emit('activated');
    const { name, version, digest, task } = next.reference;
    this.options.log.info(
      { model: name, version, digest, task, labels: next.labels.size, replaced: previous?.reference.digest },
      `Model ${name} ${version} loaded (${task}, ${next.labels.size} labels)`,
    );
    if (previous !== undefined) this.retiring = this.retiring.then(() => previous.model.release());
  }

  private refuse(file: ModelFile, error: unknown): void {
    const type = error instanceof ModelError ? error.code : 'model.unreadable';
    const message = `${file.name}: ${reasonOf(error)}`.slice(0, 512);
    this.fault = { type, message };
    const still = this.current === undefined ? '' : `; ${this.current.reference.name} goes on`;
    this.options.log.error({ code: type, file: file.path }, `The model cannot be used: ${message}${still}`);
  }
}
