import type { ModelReference } from '@tutti/contracts/devices';
import type { Image, Prediction } from '@tutti/vision';
import { pause } from '../common/pause';
import type { Logger } from '../log';
import type { ActiveModel } from './active-model';
import { JudgingModel } from './judging-model';
import {
  type CatalogueEntry,
  type DeployedFile,
  ModelCatalogue,
  type ModelFault,
  deployedEntry,
} from './model-catalogue';
import { Refusal } from '../common/refusal';
import { type ModelLimits, ModelShelf } from './model-shelf';
import { type ServedModel, loadPictureModel, served } from './served-model';

export interface ModelManagerOptions {
  readonly folder: string;
  readonly checkEveryMs: number;
  readonly threads: number | undefined;
  /** Names of models to keep loaded beside the judging one; `*`: all. */
  readonly wanted?: readonly string[];
  readonly limits?: ModelLimits;
  readonly log: Logger;
}

export interface IndexEntry {
  readonly name: string;
  readonly version: string;
  readonly state: 'READY' | 'LOADING' | 'UNAVAILABLE';
  /** Empty for what is simply ready. */
  readonly reason: string;
}

const soonMs = 500;
const unlimited: ModelLimits = { models: Infinity, bytes: Infinity };

/**
 * Holds the models of a folder: the newest one judges the device's pictures unless one was deployed, others are loaded
 * when asked for.
 */
export class ModelManager {
  private readonly catalogue: ModelCatalogue;
  private readonly judge: JudgingModel;
  private readonly shelf: ModelShelf;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ModelManagerOptions) {
    const { folder, wanted = [], limits = unlimited, threads, log } = options;
    this.catalogue = new ModelCatalogue(folder);
    this.shelf = new ModelShelf({ wanted, limits, threads, log });
    const keep = (previous: ActiveModel, next: ActiveModel): boolean =>
      this.shelf.take(served(previous), served(next));
    this.judge = new JudgingModel({ threads, log, keep });
  }

  /** The model that judges the device's pictures. */
  get current(): ActiveModel | undefined {
    return this.judge.current;
  }

  /** What is wrong with the newest model, which therefore does not judge. */
  get fault(): ModelFault | undefined {
    return this.judge.fault;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const settled = await this.check();
      await pause(settled ? this.options.checkEveryMs : soonMs, signal);
    }
  }

  /** Waits for the first judging model. Rejects when the signal aborts. */
  available(signal: AbortSignal): Promise<void> {
    return this.judge.available(signal);
  }

  /** By the judging model. Throws a `Refusal`, or the model's own `ModelError`. */
  async predict(image: Image): Promise<{ readonly active: ActiveModel; readonly prediction: Prediction }> {
    const active = this.current;
    if (active === undefined) throw new Refusal('unavailable', 'No model is loaded.');
    return { active, prediction: await active.model.predict(image) };
  }

  /** Looks into the folder once. False when the newest file is still being written. */
  check(): Promise<boolean> {
    return this.inTurn(() => this.look());
  }

  /** Loads the judging model again, even an unchanged one. Throws why it cannot; what judges goes on then. */
  reload(): Promise<ModelReference> {
    return this.inTurn(async () => {
      await this.catalogue.refresh();
      const { reference } = await this.judge.reload(this.catalogue);
      await this.shelf.follow(this.catalogue, this.judging);
      return reference;
    });
  }

  /** All that is loaded, the judging one first. */
  get loaded(): readonly ServedModel[] {
    const judging = this.judging;
    const beside = this.shelf.all.filter(({ name }) => name !== judging?.name);
    return judging === undefined ? beside : [judging, ...beside];
  }

  /** A loaded model. Throws a `Refusal` that says what is loaded, or how to load it. */
  find(name: string, version?: string): ServedModel {
    const { loaded } = this;
    const model = loaded.find((each) => each.name === name);
    if (model === undefined) throw this.notLoaded(name, loaded);
    if (version === undefined || version === model.version) return model;
    const message = `Model "${name}" has no version "${version}" loaded; "${model.version}" is loaded.`;
    throw new Refusal('not-found', message);
  }

  /** Why the model that was deployed does not judge, if so. */
  get deployedFault(): ModelFault | undefined {
    return this.judge.deployedFault;
  }

  /** What was deployed goes before the folder, from the next look on. */
  prefer(deployed: DeployedFile | undefined): void {
    this.judge.prefer(deployed && deployedEntry(deployed));
  }

  /** Loads a model beside the one that judges. Throws a `ModelError`. */
  stage(deployed: DeployedFile): Promise<ActiveModel> {
    return loadPictureModel(deployedEntry(deployed), this.options.threads);
  }

  /** A staged model takes over: the next picture is its own, those under way are the other's. */
  adopt(next: ActiveModel, deployed: DeployedFile): Promise<void> {
    return this.inTurn(async () => {
      this.judge.adopt(next, deployedEntry(deployed));
      await this.shelf.follow(this.catalogue, this.judging);
    });
  }

  /** Judges with an earlier deployed model, else with the folder's newest, else with nothing. */
  restore(deployed: DeployedFile | undefined): Promise<void> {
    return this.inTurn(async () => {
      await this.catalogue.refresh();
      await this.judge.restore(deployed && deployedEntry(deployed), this.catalogue);
      await this.shelf.follow(this.catalogue, this.judging);
    });
  }

  /** What lies in the folder, and what is loaded though it does not lie there (any more). */
  index(): readonly IndexEntry[] {
    const { entries } = this.catalogue;
    const { loaded, judging } = this;
    const other = loaded.filter((model) => !entries.some((entry) => isOf(model, entry)));
    return [
      ...entries.map((entry) => ({ name: entry.name, version: entry.version, ...this.state(entry, loaded) })),
      ...other.map(({ name, version, digest }) => ({
        name,
        version,
        state: 'READY' as const,
        reason: this.judge.holds && digest === judging?.digest ? '' : 'its file is gone',
      })),
    ];
  }

  /** Loads the newest version of a model, and keeps it at its newest. Throws a `Refusal`. */
  load(name: string): Promise<void> {
    return this.inTurn(async () => {
      await this.look();
      const judging = this.judging;
      if (judging?.name === name && this.judge.holds) return;
      const entry = this.known(name);
      if (judging?.name !== name) await this.shelf.load(entry, judging);
      else if (!isOf(judging, entry))
        throw new Refusal('unprocessable', this.fault?.message ?? `${entry.file.name} is being written.`);
      this.shelf.want(name);
    });
  }

  /** Throws a `Refusal`: for the judging model, which only a newer file replaces, and for what nobody knows. */
  unload(name: string): Promise<void> {
    return this.inTurn(async () => {
      await this.catalogue.refresh();
      if (this.judging?.name === name)
        throw new Refusal(
          'illegal-state',
          `Model "${name}" judges the device's pictures and stays until a newer one is ${this.judge.holds ? 'deployed' : 'put into the model folder'}.`,
        );
      if (this.shelf.get(name) === undefined) this.known(name);
      await this.shelf.unload(name);
    });
  }

  async close(): Promise<void> {
    await this.turn;
    await this.judge.close();
    await this.shelf.close();
  }

  private get judging(): ServedModel | undefined {
    return this.current && served(this.current);
  }

  /** Looking, loading and unloading happen one after the other. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }

  private async look(): Promise<boolean> {
    await this.catalogue.refresh();
    const settled = await this.judge.renew(this.catalogue);
    await this.shelf.follow(this.catalogue, this.judging);
    return settled;
  }

  private known(name: string): CatalogueEntry {
    const entry = this.catalogue.newest(name);
    if (entry !== undefined) return entry;
    throw new Refusal('not-found', `There is no model "${name}" in the model folder.`);
  }

  private notLoaded(name: string, loaded: readonly ServedModel[]): Refusal {
    if (this.catalogue.newest(name) !== undefined) {
      const route = `POST /v2/repository/models/${encodeURIComponent(name)}/load`;
      return new Refusal('illegal-state', `Model "${name}" is not loaded; ${route} loads it.`);
    }
    if (loaded.length === 0) return new Refusal('unavailable', 'No model is loaded yet.');
    const names = loaded.map((each) => `"${each.name}"`).join(', ');
    const are = loaded.length > 1 ? 'are' : 'is';
    return new Refusal('not-found', `There is no model "${name}"; ${names} ${are} loaded.`);
  }

  private state(entry: CatalogueEntry, loaded: readonly ServedModel[]): Pick<IndexEntry, 'state' | 'reason'> {
    if (loaded.some((model) => isOf(model, entry))) return { state: 'READY', reason: '' };
    if (this.shelf.loading === entry) return { state: 'LOADING', reason: '' };
    const other = loaded.find(({ name }) => name === entry.name);
    const fault = entry.fault ?? this.shelf.faultOf(entry);
    const reason =
      fault?.message ?? (other === undefined ? 'not loaded' : `version ${other.version} is loaded`);
    return { state: 'UNAVAILABLE', reason };
  }
}

const isOf = (model: ServedModel, entry: CatalogueEntry): boolean =>
  model.name === entry.name && model.version === entry.version && model.digest === entry.digest;
