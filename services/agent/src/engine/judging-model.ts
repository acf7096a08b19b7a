import { EventEmitter, once } from 'node:events';
import { Refusal } from '../common/refusal';
import type { Logger } from '../log';
import type { ActiveModel } from './active-model';
import { type CatalogueEntry, type ModelCatalogue, type ModelFault, faultOf } from './model-catalogue';
import { type ModelFile, sameFile } from './model-folder';
import { ModelChangedError, loadPictureModel } from './served-model';

export interface JudgingModelOptions {
  readonly threads: number | undefined;
  readonly log: Logger;
  /** Offered what was replaced; false: it is not needed any more. */
  readonly keep: (previous: ActiveModel, next: ActiveModel) => boolean;
}

/** A file that was changed a moment ago may be half written. */
const settleMs = 3000;

/**
 * The newest model that judges pictures. A newer one is loaded beside it and takes over at once; frames under way
 * finish on the old one. A broken newer one changes nothing but `fault`.
 */
export class JudgingModel {
  current: ActiveModel | undefined;
  fault: ModelFault | undefined;
  private readonly events = new EventEmitter();
  private seen: ModelFile | undefined;
  private retiring: Promise<void> = Promise.resolve();

  constructor(private readonly options: JudgingModelOptions) {}

  /** Waits for the first one. Rejects when the signal aborts. */
  async available(signal: AbortSignal): Promise<void> {
    while (this.current === undefined) await once(this.events, 'activated', { signal });
  }

  /** Takes up the newest of the catalogue. False when that is still being written. */
  async renew({ entries }: ModelCatalogue): Promise<boolean> {
    const [newest, ...older] = candidates(entries);
    if (sameFile(newest?.file, this.seen)) return true;
    this.seen = undefined;
    if (newest === undefined) {
      this.fault = undefined;
      return true;
    }
    try {
      await this.load(newest);
      this.fault = undefined;
    } catch (error) {
      if (error instanceof ModelChangedError) return false;
      if (Math.abs(Date.now() - newest.file.modifiedAt) < settleMs) return false;
      this.refuse(newest, error);
      await this.fallBack(older);
    }
    this.seen = newest.file;
    return true;
  }

  /** Loads the newest again. Throws a `Refusal` when there is none, else why it cannot be used. */
  async reload({ entries }: ModelCatalogue): Promise<ActiveModel> {
    const [newest] = candidates(entries);
    if (newest === undefined) throw new Refusal('unavailable', 'There is no model in the model folder.');
    try {
      const next = await loadPictureModel(newest, this.options.threads);
      this.activate(next);
      this.fault = undefined;
      this.seen = newest.file;
      return next;
    } catch (error) {
      if (!(error instanceof ModelChangedError)) this.refuse(newest, error);
      throw error;
    }
  }

  async close(): Promise<void> {
    const last = this.current;
    this.current = undefined;
    await this.retiring;
    await last?.model.release();
  }

  private async load(entry: CatalogueEntry): Promise<void> {
    const { name, version, digest } = this.current?.reference ?? {};
    const same = entry.digest === digest && entry.name === name && entry.version === version;
    if (!same) this.activate(await loadPictureModel(entry, this.options.threads));
  }

  /** After a start with a broken newest model an older one judges. */
  private async fallBack(older: readonly CatalogueEntry[]): Promise<void> {
    for (const entry of older) {
      if (this.current !== undefined) return;
      await this.load(entry).catch(() => undefined);
    }
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
    if (previous !== undefined && !this.options.keep(previous, next))
      this.retiring = this.retiring.then(() => previous.model.release());
  }

  private refuse(entry: CatalogueEntry, error: unknown): void {
    this.fault = faultOf(entry.file, error);
    const { type, message } = this.fault;
    const still = this.current === undefined ? '' : `; ${this.current.reference.name} goes on`;
    this.options.log.error(
      { code: type, file: entry.file.path },
      `The model cannot be used: ${message}${still}`,
    );
  }
}

/** Models that take tensors only are passed over, unless there is nothing else: then it is told what they lack. */
function candidates(entries: readonly CatalogueEntry[]): readonly CatalogueEntry[] {
  const judges = entries.filter(({ pictures, fault }) => pictures || fault !== undefined);
  return judges.length > 0 ? judges : entries.slice(0, 1);
}
