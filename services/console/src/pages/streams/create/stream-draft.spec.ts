import {
  classifierParameters,
  createStream,
  parameterSchemaOf,
  type SolutionManifest,
} from '@tutti/contracts/training';
import { expect, test } from 'vitest';
import { fieldsOf } from '../../../components/training/schema-fields';
import { creationOf, draftFor, freeName, isComplete, typedIn } from './stream-draft';

const manifest: SolutionManifest = {
  name: 'Image classification',
  description: 'Says which class a picture shows.',
  task: 'image-classification',
  dataType: 'image',
  trainer: 'classifier',
  parameters: parameterSchemaOf(classifierParameters),
  labelling: true,
  sample: { name: 'digits', description: 'Handwritten digits' },
  gate: { metric: 'accuracy', gain: 0 },
};
const fields = fieldsOf(manifest.parameters);
const draft = draftFor(manifest, 'Digits');

test('whoever changes nothing sends a name and a solution: the rest is as usual', () => {
  expect(isComplete(fields, draft)).toBe(true);
  expect(createStream.parse(creationOf('image-classification', manifest, draft))).toEqual({
    name: 'Digits',
    solution: { key: 'image-classification' },
  });
});

test('what was changed is sent, and is a stream', () => {
  const datasetId = '0190a3e2-7c1f-7b3a-9d61-0123456789ab';
  const changed = {
    ...draft,
    parameters: { ...draft.parameters, epochs: 20, precision: '1' },
    gate: { ...draft.gate, atLeast: 90 },
    warning: 60,
    target: ' tags.line==3 ',
    tags: ['line=3'],
    source: { kind: 'datasets' as const, data: [{ datasetId, version: 0 }] },
  };
  expect(createStream.parse(creationOf('image-classification', manifest, changed))).toEqual({
    name: 'Digits',
    solution: { key: 'image-classification' },
    parameters: { ...classifierParameters.parse({}), epochs: 20, precision: 'int8' },
    gate: { metric: 'accuracy', atLeast: 0.9, gain: 0 },
    warningScore: 0.6,
    target: 'tags.line==3',
    tags: { line: '3' },
    datasets: [datasetId],
  });
});

test('without a name, or with a score that is none, there is no stream', () => {
  expect(isComplete(fields, { ...draft, name: ' ' })).toBe(false);
  expect(isComplete(fields, { ...draft, warning: 101 })).toBe(false);
  expect(isComplete(fields, { ...draft, tags: [''] })).toBe(false);
});

test('a name that somebody has is counted on', () => {
  expect(freeName('Digits', [])).toBe('Digits');
  expect(freeName('Digits', ['digits', 'Digits 2'])).toBe('Digits 3');
});

test('whoever chooses another solution keeps what was typed; parameters, gate and data begin anew', () => {
  const typed = { name: 'Lids', description: 'On the belt', tags: ['line=3'], target: 'tags.line==3' };
  const changed = { ...typed, warning: 60, parameters: { epochs: 500 }, source: draft.source };
  expect(typedIn(changed)).toEqual(typed);
  expect(draftFor(manifest, 'Object detection', typedIn(changed))).toEqual({ ...draft, ...typed });
  expect(draftFor(manifest, 'Object detection', typedIn({ warning: 60 })).name).toBe('Object detection');
});
