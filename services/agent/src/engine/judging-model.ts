import { EventEmitter, once } from 'node:events';
import { Refusal } from '../common/refusal';
import type { Logger } from '../log';
import type { ActiveModel } from './active-model';
import { isOfFile } from './is-of-file';
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
 * The model that judges pictures: the one that was deployed, else the folder's newest. A newer one is loaded beside it
 * and takes over at once; frames under way finish on the old one. A broken newer one changes nothing but `fault`.
 */
export class JudgingModel {
  current: ActiveModel | undefined;
  /** Why what was deployed does not judge, if its file cannot be used. */
  deployedFault: ModelFault | undefined;
  /** Why it does not judge yet, if the machine is in trouble: that may pass. */
  private trouble: ModelFault | undefined;
  private folderFault: ModelFault | undefined;
  private readonly events = new EventEmitter();
  private seen: ModelFile | undefined;
  private deployed: CatalogueEntry | undefined;
  private retiring: Promise<void> = Promise.resolve();

  constructor(private readonly options: JudgingModelOptions) {}

  get fault(): ModelFault | undefined {
    return this.deployedFault ?? this.trouble ?? this.folderFault;
  }

  /** Waits for the first one. Rejects when the signal aborts. */
  async available(signal: AbortSignal): Promise<void> {
    while (this.current === undefined) await once(this.events, 'activated', { signal });
  }

  /** True while a deployed model judges: the folder's wait. */
  get holds(): boolean {
    return this.deployed !== undefined && isOf(this.current, this.deployed);
  }

  /** What goes before the folder from the next look on; undefined: nothing. */
  prefer(deployed: CatalogueEntry | undefined): void {
    this.deployed = deployed;
    this.deployedFault = undefined;
    this.trouble = undefined;
    this.seen = undefined;
  }

  /** A deployed model that is loaded already takes over at once. */
  adopt(next: ActiveModel, deployed: CatalogueEntry): void {
    this.prefer(deployed);
    this.folderFault = undefined;
    this.activate(next);
  }

  /** Judges with what was deployed before, else with the folder's newest, else with nothing. */
  async restore(deployed: CatalogueEntry | undefined, catalogue: ModelCatalogue): Promise<void> {
    const rejected = this.holds ? this.current : undefined;
    this.prefer(deployed);
    await this.renew(catalogue);
    if (rejected === undefined || this.current !== rejected || this.holds) return;
    this.retire(rejected);
    await this.renew(catalogue);
  }

  /** Takes up what was deployed, else the newest of the catalogue. False when that is still being written. */
  async renew({ entries }: ModelCatalogue): Promise<boolean> {
    if (this.deployed !== undefined && (await this.hold(this.deployed))) return true;
    const [newest, ...older] = candidates(entries);
    if (sameFile(newest?.file, this.seen)) return true;
    this.seen = undefined;
    if (newest === undefined) {
      this.folderFault = undefined;
      return true;
    }
    try {
      await this.load(newest);
      this.folderFault = undefined;
    } catch (error) {
      if (error instanceof ModelChangedError) return false;
      if (Math.abs(Date.now() - newest.file.modifiedAt) < settleMs) return false;
      this.folderFault = this.refuse(newest, error);
      await this.fallBack(older);
    }
    this.seen = newest.file;
    return true;
  }

  /** Loads what should judge again. Throws a `Refusal` when there is none, else why it cannot be used. */
  async reload({ entries }: ModelCatalogue): Promise<ActiveModel> {
    const newest = this.deployed ?? candidates(entries)[0];
    if (newest === undefined) throw new Refusal('unavailable', 'There is no model in the model folder.');
    try {
      const next = await loadPictureModel(newest, this.options.threads);
      this.activate(next);
      if (newest === this.deployed) this.deployedFault = this.trouble = undefined;
      else this.folderFault = undefined;
      this.seen = newest.file;
      return next;
    } catch (error) {
      const broken = newest !== this.deployed && !(error instanceof ModelChangedError);
      if (broken) this.folderFault = this.refuse(newest, error);
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
    if (!isOf(this.current, entry)) this.activate(await loadPictureModel(entry, this.options.threads));
  }

  /** True: what was deployed judges. Its file does not change: one that cannot be used is tried once. */
  private async hold(deployed: CatalogueEntry): Promise<boolean> {
    if (this.deployedFault !== undefined) return false;
    try {
      await this.load(deployed);
      this.trouble = undefined;
      return true;
    } catch (error) {
      if (isOfFile(error)) this.deployedFault = this.refuse(deployed, error);
      else this.trouble = this.refuse(deployed, error, this.trouble);
      return false;
    }
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

  private retire(last: ActiveModel): void {
    this.current = undefined;
    this.seen = undefined;
    this.retiring = this.retiring.then(() => last.model.release());
  }

  /** What is known already is not said again. */
  private refuse(entry: CatalogueEntry, error: unknown, known?: ModelFault): ModelFault {
    const fault = faultOf(entry.file, error);
    const { type, message } = fault;
    if (message === known?.message) return known;
    const still = this.current === undefined ? '' : `; ${this.current.reference.name} goes on`;
    this.options.log.error(
      { code: type, file: entry.file.path },
      `The model cannot be used: ${message}${still}`,
    );
    return fault;
  }
}

const isOf = (model: ActiveModel | undefined, entry: CatalogueEntry): boolean =>
  model?.reference.name === entry.name &&
  model.reference.version === entry.version &&
  model.reference.digest === entry.digest;

/** Models that take tensors only are passed over, unless there is nothing else: then it is told what they lack. */
function candidates(entries: readonly CatalogueEntry[]): readonly CatalogueEntry[] {
  const judges = entries.filter(({ pictures, fault }) => pictures || fault !== undefined);
  return judges.length > 0 ? judges : entries.slice(0, 1);
}
