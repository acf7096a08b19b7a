import { type Image, ImageError, ModelError, decodeImage } from '@tutti/vision';
import { reasonOf } from '../common/reason-of';
import type { ActiveModel } from '../engine/active-model';
import type { FrameObserver } from '../engine/frame-observer';
import type { ModelManager } from '../engine/model-manager';
import type { Metrics } from '../metrics';
import type { Sampler } from '../sampler/sampler';
import type { FolderSource, PictureFile } from '../sources/folder-source';
import type { Previews } from '../uplink/previews';
import { prefetch } from './prefetch';
import type { Recorder } from './recorder';

export interface FolderPipelineOptions {
  readonly source: FolderSource;
  readonly models: ModelManager;
  readonly recorder: Recorder;
  readonly previews: Previews | undefined;
  readonly sampler: Sampler | undefined;
  /** Undefined where nobody puts a model on trial. */
  readonly observer: FrameObserver | undefined;
  readonly metrics: Metrics;
  readonly now: () => number;
  /** Told of every result, for people who watch. */
  readonly onResult: (file: string, label: string, score: number) => void;
}

interface Prepared {
  readonly picture: PictureFile;
  readonly at: number;
  readonly decodeMs: number;
  readonly version: string | undefined;
  readonly image: Image | undefined;
  readonly preview: string | undefined;
  /** Bytes as they came. */
  readonly size: number | undefined;
  /** Kept at hand only where it may be sent. */
  readonly bytes: Buffer | undefined;
  readonly error: unknown;
}

/** Pictures that are read and decoded while an earlier one is judged. */
const decodeAhead = 2;
/** Results that may wait for the disk before the next picture is judged. */
const unsavedResults = 256;

/** Picture in, result in the journal: reading, decoding, inference and the disk all work at the same time. */
export class FolderPipeline {
  private readonly unsaved: Promise<unknown>[] = [];

  constructor(private readonly options: FolderPipelineOptions) {}

  async run(signal: AbortSignal): Promise<void> {
    const { source, models } = this.options;
    await models.available(signal);
    const prepare = (picture: PictureFile): Promise<Prepared | undefined> => this.prepare(picture);
    for await (const prepared of prefetch(source.pictures(signal), decodeAhead, prepare)) {
      // A model that was rolled back may have had none before it.
      if (models.current === undefined) await models.available(signal).catch(() => undefined);
      if (signal.aborted) break;
      if (prepared !== undefined) await this.judge(prepared);
      if (this.unsaved.length > unsavedResults) await this.unsaved.shift();
    }
    await Promise.all(this.unsaved.splice(0));
  }

  private async prepare(picture: PictureFile): Promise<Prepared | undefined> {
    const at = this.options.now();
    const started = performance.now();
    let version: string | undefined;
    const prepared = (found: Partial<Prepared>): Prepared => {
      const decodeMs = performance.now() - started;
      return {
        picture,
        at,
        decodeMs,
        version,
        image: undefined,
        preview: undefined,
        size: undefined,
        bytes: undefined,
        error: undefined,
        ...found,
      };
    };
    try {
      const content = await this.options.source.read(picture);
      if (content === undefined) return undefined;
      version = content.version;
      const bytes = this.options.sampler?.chooses === true ? content.bytes : undefined;
      const found = prepared({ image: await decodeImage(content.bytes), size: content.bytes.length, bytes });
      const preview = await this.options.previews?.offer(content.bytes, `${picture.name}/${version}`);
      return { ...found, preview };
    } catch (error) {
      return prepared({ error });
    }
  }

  private async judge(prepared: Prepared): Promise<void> {
    const { models, recorder, sampler, observer, metrics, onResult } = this.options;
    const { image } = prepared;
    const active = models.current;
    if (image === undefined || active === undefined) return this.fail(prepared, active, prepared.error);
    const started = performance.now();
    try {
      const prediction = await active.model.predict(image);
      const predictMs = performance.now() - started;
      const seen = {
        ...this.observation(prepared),
        active,
        prediction,
        latencyMs: prepared.decodeMs + predictMs,
      };
      const kept = recorder.keep(seen, false);
      this.unsaved.push(kept);
      if (prepared.bytes !== undefined) sampler?.consider(seen, prepared.bytes, kept);
      recorder.judged('folder');
      observer?.judged({ image, active, prediction, latencyMs: predictMs, truth: prepared.picture.truth });
      const labels = { model_name: active.reference.name };
      metrics.preprocess.observe(labels, prepared.decodeMs / 1000);
      metrics.predict.observe(labels, predictMs / 1000);
      metrics.postprocess.observe(labels, (performance.now() - started - predictMs) / 1000);
      onResult(prepared.picture.name, prediction.label, prediction.score);
    } catch (error) {
      this.fail(prepared, active, error);
    }
  }

  private fail(prepared: Prepared, active: ActiveModel | undefined, error: unknown): void {
    const { source, recorder, observer } = this.options;
    if (active !== undefined && error instanceof ModelError) observer?.failed(active);
    if (prepared.version !== undefined) source.skip(prepared.picture.name, prepared.version);
    const known = error instanceof ImageError || error instanceof ModelError;
    const fault = { type: known ? error.code : 'picture.unreadable', message: reasonOf(error) };
    this.unsaved.push(recorder.fail(this.observation(prepared), active, fault));
  }

  private observation({ picture, at, size, preview }: Prepared) {
    return { file: picture.name, at, bytes: size, truth: picture.truth, preview };
  }
}
