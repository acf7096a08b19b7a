import { classifierParameters, detectorParameters, parameterSchemaOf } from '@tutti/contracts/training';
import { expect, test } from 'vitest';
import { phraseIn } from '../../i18n/server-words';
import { draftsOf, faultOf, isFit, parametersOf, valueText } from './schema-draft';
import { fieldsOf, type SchemaField } from './schema-fields';

const schema = {
  type: 'object',
  required: ['name'],
  properties: {
    epochs: { type: 'integer', minimum: 1, maximum: 200, default: 15, title: 'Epochs' },
    rate: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
    size: { enum: [96, 160], default: 160 },
    mode: { oneOf: [{ const: 'a', title: 'Calm' }, { const: 'b' }] },
    flip: { type: 'boolean', default: true },
    name: { type: 'string', maxLength: 4 },
    mixUp: { type: 'array', items: { type: 'number' } },
  },
};
const fields = fieldsOf(schema);
const field = (key: string): SchemaField => {
  const found = fields.find((one) => one.key === key);
  if (!found) throw new Error(`no field ${key}`);
  return found;
};

test('each property of the schema becomes the entry that suits it, in its order', () => {
  expect(fields.map(({ key, kind }) => `${key} ${kind}`)).toEqual([
    'epochs number',
    'rate number',
    'size choice',
    'mode choice',
    'flip switch',
    'name text',
    'mixUp json',
  ]);
  expect(field('mixUp').title).toBe('Mix up');
  expect(field('mode')).toMatchObject({ options: [{ value: 'a', label: 'Calm' }, { label: 'b' }] });
});

test('the form begins with what is set, else with what is usual, and sends what it shows', () => {
  const draft = draftsOf(fields, { epochs: 20, mode: 'b', mixUp: [1, 2] });
  expect(draft).toMatchObject({ epochs: 20, size: '1', mode: '1', flip: true, rate: '', name: '' });
  expect(parametersOf(fields, { ...draft, name: 'lids' })).toEqual({
    epochs: 20,
    size: 160,
    mode: 'b',
    flip: true,
    name: 'lids',
    mixUp: [1, 2],
  });
});

test.each([
  ['epochs', 0, 'too-small'],
  ['epochs', 201, 'too-great'],
  ['epochs', 1.5, 'no-whole'],
  ['epochs', '-', 'no-number'],
  ['epochs', '', undefined],
  ['rate', 0, 'too-small'],
  ['rate', 0.1, undefined],
  ['name', '', 'missing'],
  ['name', 'label', 'too-long'],
  ['mixUp', '[1,', 'no-json'],
  ['mixUp', '[1]', undefined],
] as const)('%s of %j: %s', (key, draft, fault) => {
  expect(faultOf(field(key), draft)).toBe(fault);
});

test('a form with a fault cannot be sent', () => {
  expect(isFit(fields, draftsOf(fields))).toBe(false);
  expect(isFit(fields, { ...draftsOf(fields), name: 'lid' })).toBe(true);
});

test('a value is told by the label of its choice', () => {
  expect(valueText(field('mode'), 'a')).toBe('Calm');
  expect(valueText(field('epochs'), 15)).toBe('15');
  expect(valueText(field('epochs'), undefined)).toBeUndefined();
});

test.each([
  ['classifier', classifierParameters],
  ['detector', detectorParameters],
])('what the built-in %s can be set to has a form of its own, and Korean words', (_, parameters) => {
  for (const { kind, title, description = '' } of fieldsOf(parameterSchemaOf(parameters))) {
    expect(kind).not.toBe('json');
    expect(phraseIn('ko', title)).not.toBe(title);
    expect(phraseIn('ko', description)).not.toBe(description);
  }
});
