import type { ModelVariant } from '@tutti/contracts/training';
import { type Image, Model, fitImage } from '@tutti/vision';

const threads = 1;
const warmUps = 3;
const fewestRuns = 30;

/**
 * Milliseconds that a finished file takes for one picture, by the code that devices run, on one thread. The pictures
 * are resized before: how large they come is the camera's affair.
 */
export async function measureLatency(
  file: Uint8Array,
  pictures: readonly Image[],
): Promise<NonNullable<ModelVariant['latency']>> {
  const model = await Model.load(file, { intraOpThreads: threads });
  try {
    const { input, preprocessing } = model.info;
    const { resize, padValue } = preprocessing;
    const fit = { width: input.width, height: input.height, resize, padValue };
    const fitted = await Promise.all(pictures.map(async (picture) => (await fitImage(picture, fit)).image));
    const runs = Math.max(fewestRuns, fitted.length);
    const times: number[] = [];
    for (let run = -warmUps; run < runs; run++) {
      const picture = fitted[(run + warmUps) % fitted.length];
      if (picture === undefined) throw new RangeError('Latency needs a picture to measure with.');
      const started = performance.now();
      await model.predict(picture);
      if (run >= 0) times.push(performance.now() - started);
    }
    return { p50Ms: percentile(times, 0.5), p95Ms: percentile(times, 0.95), threads };
  } finally {
    await model.release();
  }
}

/** Nearest rank. Exported for its test. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}
