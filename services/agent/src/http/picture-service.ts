import { type Prediction, ImageError, ModelError, decodeImage, defaultImageLimits } from '@tutti/vision';
import type { ActiveModel } from '../engine/active-model';
import { type ModelManager, NoModelError } from '../engine/model-manager';
import type { EntryKey } from '../journal/journal';
import type { Metrics } from '../metrics';
import type { Recorder } from '../pipeline/recorder';
import type { Previews } from '../uplink/previews';
import { HttpError } from './http-error';

export interface PictureServiceOptions {
  readonly models: ModelManager;
  readonly recorder: Recorder;
  readonly previews: Previews | undefined;
  readonly metrics: Metrics;
  readonly now: () => number;
}

export interface Judged {
  readonly active: ActiveModel;
  readonly prediction: Prediction;
  /** Where the result stands in the journal; undefined when it is not kept. */
  readonly key: EntryKey | undefined;
}

/** Judges pictures that arrive over HTTP. They become results of the device like any other, unless asked not to. */
export class PictureService {
  constructor(private readonly options: PictureServiceOptions) {}

  /** Throws an `ImageError`, a `ModelError` or a `NoModelError`. Resolves once the result is safe on disk. */
  async judge(picture: Buffer, file: string, record: boolean): Promise<Judged> {
    const { models, recorder, metrics, previews, now } = this.options;
    if (models.current === undefined) throw new NoModelError('No model is loaded yet.');
    const at = now();
    const started = performance.now();
    try {
      const image = await decodeImage(picture);
      const decoded = performance.now();
      const { active, prediction } = await models.predict(image);
      const predicted = performance.now();
      recorder.judged('http');
      const preview = record ? await previews?.offer(picture) : undefined;
      const seen = { file, at, preview, active, prediction, latencyMs: predicted - started };
      const key = record ? await recorder.keep(seen, true) : undefined;
      const labels = { model_name: active.reference.name };
      metrics.preprocess.observe(labels, (decoded - started) / 1000);
      metrics.predict.observe(labels, (predicted - decoded) / 1000);
      metrics.postprocess.observe(labels, (performance.now() - predicted) / 1000);
      return { active, prediction, key };
    } catch (error) {
      if (error instanceof ImageError) metrics.failures.inc({ type: error.code });
      if (error instanceof ModelError && record)
        await recorder.fail({ file, at }, models.current, { type: error.code, message: error.message });
      throw error;
    }
  }
}

/** Base64 grows bytes by a third; the rest of a request is small. */
export const bodyLimit = Math.ceil((defaultImageLimits.maxBytes * 4) / 3) + 16 * 1024;

/** The bytes of a picture in base64 (or base64url), with or without a `data:` prefix. */
export function pictureBytes(text: string): Buffer {
  const encoded = text.startsWith('data:') ? text.slice(text.indexOf(',') + 1) : text;
  if (encoded === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded))
    throw new HttpError(400, 'The picture is not base64.');
  return Buffer.from(encoded, 'base64');
}
