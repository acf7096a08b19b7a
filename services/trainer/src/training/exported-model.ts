import { Model, decodeImage } from '@tutti/vision';

/** What a finished file says about encoded pictures, by the very code that devices run: probabilities by label. */
export async function exportedProbabilities(
  file: Uint8Array,
  pictures: readonly Uint8Array[],
): Promise<readonly (readonly number[])[]> {
  const model = await Model.load(file);
  try {
    const rows: number[][] = [];
    for (const bytes of pictures) {
      const { probabilities } = await model.predict(await decodeImage(bytes));
      rows.push(model.info.labels.map((label) => probabilities[label] ?? NaN));
    }
    return rows;
  } finally {
    await model.release();
  }
}
