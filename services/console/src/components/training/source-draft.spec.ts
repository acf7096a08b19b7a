import type { Dataset } from '@tutti/contracts/datasets';
import { expect, test } from 'vitest';
import { firstSource, fitsTogether, sourceOf, toggled } from './source-draft';

const sample = { name: 'digits', description: 'Handwritten digits' };
const [lids, caps] = ['01a', '01b'].map((id) => ({ id, labelSchemaId: `schema of ${id}` })) as [
  Dataset,
  Dataset,
];

test('the sample is there for whoever has no dataset', () => {
  expect(firstSource(sample, []).kind).toBe('sample');
  expect(firstSource(sample, ['01a'])).toEqual({
    kind: 'datasets',
    data: [{ datasetId: '01a', version: 0 }],
  });
  expect(firstSource(null, []).kind).toBe('datasets');
});

test('what is chosen is what is sent: a version only where one was chosen', () => {
  expect(sourceOf(firstSource(sample, []), sample)).toEqual({ kind: 'sample', name: 'digits' });
  expect(sourceOf(firstSource(null, []), null)).toBeUndefined();
  const data = [
    { datasetId: '01a', version: 0 },
    { datasetId: '01b', version: 3 },
  ];
  expect(sourceOf({ kind: 'datasets', data }, sample)).toEqual({
    kind: 'datasets',
    data: [{ datasetId: '01a' }, { datasetId: '01b', version: 3 }],
  });
});

test('datasets are chosen and left, and only those with the classes of the first can join', () => {
  const none = firstSource(null, []);
  const one = toggled(none, lids.id);
  expect(toggled(one, lids.id)).toEqual(none);
  expect(fitsTogether(caps, none, [lids, caps])).toBe(true);
  expect(fitsTogether(caps, one, [lids, caps])).toBe(false);
  expect(fitsTogether(lids, one, [lids, caps])).toBe(true);
});
