import { type Prediction, ImageError, ModelError, decodeImage, defaultImageLimits } from '@tutti/vision';
import type { ActiveModel } from '../engine/active-model';
import type { FrameObserver, JudgedFrame } from '../engine/frame-observer';
import type { ModelManager } from '../engine/model-manager';
import type { EntryKey } from '../journal/journal';
import type { Metrics } from '../metrics';
import type { Observation } from '../pipeline/entries';
import type { PictureSource, Recorder, Seen } from '../pipeline/recorder';
import type { Sampler } from '../sampler/sampler';
import type { Previews } from '../uplink/previews';
import { Refusal } from '../common/refusal';

export interface PictureServiceOptions {
  readonly models: ModelManager;
  readonly recorder: Recorder;
  readonly previews: Previews | undefined;
  readonly sampler: Sampler | undefined;
  /** Undefined where nobody puts a model on trial. */
  readonly observer?: FrameObserver | undefined;
  readonly metrics: Metrics;
  readonly now: () => number;
}

export interface Judged {
  readonly active: ActiveModel;
  readonly prediction: Prediction;
  /** Where the result stands in the journal; undefined when it is not kept. */
  readonly key: EntryKey | undefined;
}

export interface PictureRequest {
  /** What the result's `inputFile` says. */
  readonly file: string;
  /** False: the answer is all; the picture does not become a result of the device. */
  readonly record: boolean;
  readonly source: PictureSource;
  /** The judging model when left out. */
  readonly model?: { readonly name: string; readonly version: string | undefined };
}

/** Judges pictures that programs send. They become results of the device like any other, unless asked not to. */
export class PictureService {
  constructor(private readonly options: PictureServiceOptions) {}

  /**
   * By the judging model, or by the one that is named. Throws an `ImageError`, a `ModelError` or a `Refusal`. Resolves
   * once the result is safe on disk.
   */
  async judge(picture: Buffer, request: PictureRequest): Promise<Judged> {
    const { file, record, source, model: wanted } = request;
    const { recorder, metrics, previews, sampler, now } = this.options;
    const at = now();
    const started = performance.now();
    let active = this.model(wanted);
    try {
      const image = await decodeImage(picture);
      const decoded = performance.now();
      // The model may have been replaced while the picture was decoded.
      active = this.model(wanted);
      const prediction = await active.model.predict(image);
      const predicted = performance.now();
      recorder.judged(source);
      const preview = record ? await previews?.offer(picture) : undefined;
      const latencyMs = predicted - started;
      const seen = { file, at, bytes: picture.length, preview, active, prediction, latencyMs };
      const kept = record ? this.keep(seen, { image, latencyMs: predicted - decoded }) : undefined;
      if (kept !== undefined) sampler?.consider(seen, picture, kept);
      const key = await kept;
      const labels = { model_name: active.reference.name };
      metrics.preprocess.observe(labels, (decoded - started) / 1000);
      metrics.predict.observe(labels, (predicted - decoded) / 1000);
      metrics.postprocess.observe(labels, (performance.now() - predicted) / 1000);
      return { active, prediction, key };
    } catch (error) {
      if (error instanceof ImageError) metrics.failures.inc({ type: error.code });
      if (error instanceof ModelError && record) await this.failed({ file, at }, active, error);
      throw error;
    }
  }

  private async failed(seen: Observation, active: ActiveModel, error: ModelError): Promise<void> {
    this.observerOf(active)?.failed(active);
    await this.options.recorder.fail(seen, active, { type: error.code, message: error.message });
  }

  private keep(seen: Seen, frame: Pick<JudgedFrame, 'image' | 'latencyMs'>): ReturnType<Recorder['keep']> {
    const { active, prediction } = seen;
    const kept = this.options.recorder.keep(seen, true);
    this.observerOf(active)?.judged({ ...frame, active, prediction });
    return kept;
  }

  /** Of the judging model alone is it watched how it does. */
  private observerOf(active: ActiveModel): FrameObserver | undefined {
    const { models, observer } = this.options;
    return active === models.current ? observer : undefined;
  }

  private model(wanted: PictureRequest['model']): ActiveModel {
    const { models } = this.options;
    const found = wanted === undefined ? models.current : models.find(wanted.name, wanted.version).pictures;
    if (found !== undefined) return found;
    const message =
      wanted === undefined ? 'No model is loaded yet.' : `Model "${wanted.name}" takes no pictures.`;
    throw new Refusal(wanted === undefined ? 'unavailable' : 'illegal-state', message);
  }
}

/** Base64 grows bytes by a third; the rest of a request is small. */
export const bodyLimit = Math.ceil((defaultImageLimits.maxBytes * 4) / 3) + 16 * 1024;

/** The bytes of a picture in base64 (or base64url), with or without a `data:` prefix. */
export function pictureBytes(text: string): Buffer {
  const encoded = text.startsWith('data:') ? text.slice(text.indexOf(',') + 1) : text;
  if (encoded === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded))
    throw new Refusal('invalid', 'The picture is not base64.');
  return Buffer.from(encoded, 'base64');
}
