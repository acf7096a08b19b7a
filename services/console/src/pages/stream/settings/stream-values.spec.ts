import { classifierParameters, parameterSchemaOf, patchStream, type Stream } from '@tutti/contracts/training';
import { expect, test } from 'vitest';
import { fieldsOf } from '../../../components/training/schema-fields';
import { isPatch, patchOf, valuesOf } from './stream-values';

const fields = fieldsOf(parameterSchemaOf(classifierParameters));
const lids = {
  name: 'Lids',
  description: null,
  tags: { line: '3' },
  parameters: classifierParameters.parse({}),
  gate: { metric: 'accuracy', atLeast: 0.9 },
  warningScore: 0.57,
  target: null,
  datasets: [],
} as unknown as Stream;
const values = valuesOf(lids, fields);

test('what was left alone is not written again', () => {
  expect(patchOf(lids, values, fields)).toEqual({});
  expect(isPatch({}, values, fields)).toBe(false);
});

test('what was changed is written, and what was emptied is removed', () => {
  const changed = {
    ...values,
    description: ' Seen from above ',
    parameters: { ...values.parameters, inputSize: '0' },
    warning: '',
    gate: { ...values.gate, atLeast: 95 },
  };
  const patch = patchOf(lids, changed, fields);
  expect(patchStream.parse(patch)).toEqual({
    description: 'Seen from above',
    parameters: { ...classifierParameters.parse({}), inputSize: 96 },
    warningScore: null,
    gate: { metric: 'accuracy', atLeast: 0.95, gain: 0 },
  });
  expect(isPatch(patch, changed, fields)).toBe(true);
  expect(patchOf(lids, { ...values, warning: 60 }, fields)).toEqual({ warningScore: 0.6 });
});

test('a stream needs a name', () => {
  const nameless = { ...values, name: ' ' };
  expect(isPatch(patchOf(lids, nameless, fields), nameless, fields)).toBe(false);
});
