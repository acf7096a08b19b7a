import type { Logger } from '../log';
import { type CatalogueEntry, type ModelCatalogue, type ModelFault, faultOf } from './model-catalogue';
import { type ModelFile, sameFile } from './model-folder';
import { Refusal } from '../common/refusal';
import { ModelChangedError, type ServedModel, loadServed } from './served-model';

export interface ModelLimits {
  /** Models loaded at a time, the judging one among them. */
  readonly models: number;
  /** Their files' bytes together. */
  readonly bytes: number;
}

export interface ModelShelfOptions {
  /** Names to keep loaded from the start; `*`: all. */
  readonly wanted: readonly string[];
  readonly limits: ModelLimits;
  readonly threads: number | undefined;
  readonly log: Logger;
}

/** The models that are loaded beside the judging one, by name, each in its newest version. Callers take turns. */
export class ModelShelf {
  /** What is being loaded at the moment. */
  loading: CatalogueEntry | undefined;
  private readonly wanted: Set<string>;
  private readonly models = new Map<string, ServedModel>();
  private readonly faults = new Map<string, { readonly file: ModelFile; readonly fault: ModelFault }>();

  constructor(private readonly options: ModelShelfOptions) {
    this.wanted = new Set(options.wanted);
  }

  get all(): readonly ServedModel[] {
    return [...this.models.values()];
  }

  get(name: string): ServedModel | undefined {
    return this.models.get(name);
  }

  wants(name: string): boolean {
    return this.wanted.has(name) || this.wanted.has('*');
  }

  want(name: string): void {
    this.wanted.add(name);
  }

  /** Why a file that should be loaded is not. */
  faultOf({ file }: CatalogueEntry): ModelFault | undefined {
    const known = this.faults.get(file.path);
    return sameFile(known?.file, file) ? known?.fault : undefined;
  }

  /** Takes the model over that has judged until now; false when nobody wants it or there is no room. */
  take(model: ServedModel, judging: ServedModel): boolean {
    if (!this.wants(model.name) || this.shortage(model.name, model.tensors.sizeBytes, judging) !== undefined)
      return false;
    this.models.set(model.name, model);
    return true;
  }

  /** Loads the newest versions of what is wanted. What fails is remembered and told, until its file changes. */
  async follow(catalogue: ModelCatalogue, judging: ServedModel | undefined): Promise<void> {
    const names = new Set(catalogue.entries.map(({ name }) => name).filter((name) => this.wants(name)));
    if (judging !== undefined) names.delete(judging.name);
    for (const name of names) {
      const entry = catalogue.newest(name);
      if (entry === undefined || this.faultOf(entry) !== undefined) continue;
      await this.load(entry, judging).catch((error: unknown) => this.tell(entry, error));
    }
    if (judging !== undefined) await this.remove(judging.name);
  }

  /** Puts a model in the place of the one with its name. Throws a `Refusal`; then nothing has changed. */
  async load(entry: CatalogueEntry, judging: ServedModel | undefined): Promise<void> {
    const before = this.models.get(entry.name);
    if (before?.digest === entry.digest && before.version === entry.version) return;
    const shortage = this.shortage(entry.name, entry.file.size, judging);
    if (shortage !== undefined) throw new Refusal('quota', shortage);
    this.loading = entry;
    try {
      const model = await loadServed(entry, this.options.threads);
      this.models.set(entry.name, model);
      this.faults.delete(entry.file.path);
      this.options.log.info(
        { model: model.name, version: model.version },
        `Model ${model.name} is loaded too`,
      );
    } catch (error) {
      if (error instanceof ModelChangedError) throw new Refusal('illegal-state', error.message);
      throw new Refusal('unprocessable', faultOf(entry.file, error).message, { cause: error });
    } finally {
      this.loading = undefined;
    }
    await before?.tensors.release();
  }

  /** Frees a model once what it does is done. */
  async unload(name: string): Promise<void> {
    this.wanted.delete(name);
    await this.remove(name);
  }

  async close(): Promise<void> {
    await Promise.all([...this.models.keys()].map((name) => this.remove(name)));
  }

  private async remove(name: string): Promise<void> {
    const model = this.models.get(name);
    this.models.delete(name);
    await model?.tensors.release();
  }

  private tell(entry: CatalogueEntry, error: unknown): void {
    const cause = error instanceof Refusal && error.cause !== undefined ? error.cause : error;
    if (error instanceof Refusal && error.kind === 'illegal-state') return;
    const fault = faultOf(entry.file, cause);
    this.faults.set(entry.file.path, { file: entry.file, fault });
    this.options.log.error({ code: fault.type, file: entry.file.path }, `Not loaded: ${fault.message}`);
  }

  /** What there is too little of for one more model in the place of the one with its name. */
  private shortage(name: string, sizeBytes: number, judging: ServedModel | undefined): string | undefined {
    const { limits } = this.options;
    const all = judging === undefined ? this.all : [judging, ...this.all];
    const others = all.filter((each) => each.name !== name);
    const bytes = others.reduce((sum, { tensors }) => sum + tensors.sizeBytes, sizeBytes);
    if (others.length + 1 > limits.models)
      return `${others.length} models are loaded, and ${limits.models} can be (MODELS_MAX). Unload one first.`;
    if (bytes <= limits.bytes) return undefined;
    return `With "${name}" the models would have ${bytes} bytes; ${limits.bytes} may be loaded (MODELS_MAX_MB).`;
  }
}
