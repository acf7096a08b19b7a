import { decodeImage } from '@tutti/vision';
import { withModel } from '../export/finish-model';

const goldenPictures = 16;

/** What the finished file says about encoded pictures, by the very code that devices run. */
export function answerPictures(file: Uint8Array, encoded: readonly Uint8Array[], truths: readonly string[]) {
  return withModel(file, async (model) => {
    const golden: { readonly png: string; readonly probabilities: number[] }[] = [];
    let correct = 0;
    for (const [at, bytes] of encoded.entries()) {
      const { label, probabilities } = await model.predict(await decodeImage(bytes));
      if (label === truths[at]) correct++;
      if (at < goldenPictures)
        golden.push({
          png: Buffer.from(bytes).toString('base64'),
          probabilities: model.info.labels.map((name) => probabilities[name] ?? NaN),
        });
    }
    return { accuracy: correct / encoded.length, golden };
  });
}
