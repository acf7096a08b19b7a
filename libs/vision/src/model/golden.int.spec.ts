import { expect, it } from 'vitest';
import { checkGolden, goldenKey, recordGolden } from './golden';
import { Model } from './model';
import { cellDetector, colourClassifier } from './sample-models';

const classifier = { task: 'classification', labels: '["red","green","blue"]' };

const during = async <T>(file: Uint8Array, work: (model: Model) => Promise<T>): Promise<T> => {
  const model = await Model.load(file);
  try {
    return await work(model);
  } finally {
    await model.release();
  }
};
const picture = (side: number) => ({
  ...{ width: side, height: side },
  data: Uint8Array.from({ length: side * side * 3 }, (_, at) => (at * 89) % 256),
});

it('holds a model to what it answered when it was made', async () => {
  const golden = await during(colourClassifier(), (model) => recordGolden(model, [picture(8)]));
  expect(await during(colourClassifier({ ...classifier, [goldenKey]: golden }), checkGolden)).toBe(true);
  const other = golden.replace(/"values":\[[^\]]*]/, '"values":[0.1,0.1,0.8]');
  await expect(during(colourClassifier({ ...classifier, [goldenKey]: other }), checkGolden)).rejects.toThrow(
    'fails its self-test: output "probabilities" differs',
  );
});

it('takes every so many numbers of a large output', async () => {
  const golden = await during(cellDetector(), (model) => recordGolden(model, [picture(16)]));
  expect(JSON.parse(golden)).toMatchObject([{ outputs: { boxes: { every: 1 }, scores: { every: 1 } } }]);
  expect(await during(cellDetector({ [goldenKey]: golden }), checkGolden)).toBe(true);
});

it('says whether there is a self-test, and when it cannot be read', async () => {
  expect(await during(colourClassifier(), checkGolden)).toBe(false);
  await expect(during(colourClassifier({ ...classifier, [goldenKey]: '[{}]' }), checkGolden)).rejects.toThrow(
    'cannot be read',
  );
});
