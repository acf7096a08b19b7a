import { createDataset } from '@tutti/contracts/datasets';
import { expect, test } from 'vitest';
import { emptyDraft } from '../../../components/label/class-draft';
import { creationOf, emptyDataset, isComplete, type DatasetDraft } from './dataset-draft';

const dent = { ...emptyDraft(0), name: ' Dent ', shortcut: 'd' };
const lids: DatasetDraft = { ...emptyDataset, name: 'Lids ', classes: [dent, emptyDraft(1)] };

test('what was left empty is not sent, and what is sent is a dataset', () => {
  expect(createDataset.parse(creationOf({ ...lids, tags: ['line=3'] }))).toEqual({
    name: 'Lids',
    task: 'image-classification',
    minimumPerClass: 10,
    tags: { line: '3' },
    classes: [{ name: 'Dent', colour: dent.colour, shortcut: 'd' }],
  });
});

test('two classes of one name, or one key for two, cannot be sent', () => {
  const withSecond = (second: Partial<typeof dent>): DatasetDraft => ({
    ...lids,
    classes: [dent, { ...emptyDraft(1), ...second }],
  });
  expect(isComplete(lids)).toBe(true);
  expect(isComplete(withSecond({ name: 'Ok' }))).toBe(true);
  expect(isComplete(withSecond({ name: 'DENT' }))).toBe(false);
  expect(isComplete(withSecond({ name: 'Ok', shortcut: 'd' }))).toBe(false);
  expect(isComplete(withSecond({ name: 'Ok', shortcut: '!' }))).toBe(false);
});

test('whoever shares classes says whose', () => {
  const shared = { ...lids, shared: { labelSchemaId: null } };
  expect(isComplete(shared)).toBe(false);
  const labelSchemaId = '0190a3e2-7c1f-7b3a-9d61-0123456789ab';
  expect(creationOf({ ...shared, shared: { labelSchemaId } })).toMatchObject({ labelSchemaId });
  expect(creationOf({ ...shared, shared: { labelSchemaId } })).not.toHaveProperty('classes');
});
