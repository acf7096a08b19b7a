import { trainingErrors, type SolutionEvent, type SolutionManifest } from '@tutti/contracts/training';
import { given } from '@tutti/testing';
import { afterAll, expect, test } from 'vitest';
import { builtInSolutions } from './built-in';
import { assertUsableSchema, fitParameters } from './parameters';
import { existingSolution, solutionDecider, type SolutionCommand } from './solution.decider';

const manifest: SolutionManifest = {
  name: 'Own',
  description: '',
  task: 'image-classification',
  dataType: 'image',
  trainer: 'own',
  parameters: { type: 'object', properties: {} },
  labelling: true,
  sample: null,
  gate: { metric: 'accuracy' },
};
const published = (version: number, more: Partial<SolutionManifest> = {}): SolutionEvent => ({
  type: 'SolutionPublished',
  data: { version, manifest: { ...manifest, ...more } },
});
const publish = (more: Partial<SolutionManifest> = {}): SolutionCommand => ({
  type: 'PublishVersion',
  manifest: { ...manifest, ...more },
});
const retire: SolutionCommand = { type: 'RetireSolution' };
const retired: SolutionEvent = { type: 'SolutionRetired', data: {} };

const refused = new Set<string>();
const refuses = (
  events: readonly SolutionEvent[],
  command: SolutionCommand,
  code: keyof typeof trainingErrors,
): void => {
  refused.add(code);
  given(solutionDecider, ...events)
    .when(command)
    .isRefused(code);
};

/** Seen at the door, of no decider. */
const atTheDoor = ['solution.schema-invalid'];

afterAll(() => {
  const mine = Object.keys(trainingErrors).filter((code) => code.startsWith('solution.'));
  expect([...refused, ...atTheDoor].sort()).toEqual(mine.sort());
});

test('a solution is published in versions that say something else each, for one task', () => {
  given(solutionDecider).when(publish()).gives(published(1));
  given(solutionDecider, published(1))
    .when(publish({ name: 'Mine' }))
    .gives(published(2, { name: 'Mine' }));
  refuses([published(1)], publish(), 'solution.nothing-changed');
  refuses([published(1)], publish({ task: 'object-detection' }), 'solution.other-task');
});

test('the order of fields changes nothing', () => {
  const parameters = { properties: {}, type: 'object' };
  refuses([published(1)], publish({ parameters }), 'solution.nothing-changed');
});

test('a retired solution stays as it is', () => {
  given(solutionDecider, published(1)).when(retire).gives(retired);
  refuses([published(1), retired], retire, 'solution.already-retired');
  refuses([published(1), retired], publish({ name: 'Mine' }), 'solution.already-retired');
  refuses([], retire, 'solution.not-found');
  expect(existingSolution(given(solutionDecider, published(1), retired).state).versions).toHaveLength(1);
});

test.each(Object.entries(builtInSolutions))('%s: its schema can be used, all of it is usual', (_, own) => {
  assertUsableSchema(own.parameters);
  const names = Object.keys(own.parameters['properties'] ?? {});
  expect(Object.keys(fitParameters(own, {})).sort()).toEqual(names.sort());
});

const nested = (levels: number): SolutionManifest['parameters'] =>
  Array.from({ length: levels }).reduce<SolutionManifest['parameters']>(
    (inner) => ({ type: 'object', properties: { inner } }),
    { type: 'object' },
  );
const chain = {
  type: 'object',
  properties: { x: { $ref: '#/$defs/a' } },
  $defs: { a: { anyOf: [{ $ref: '#/$defs/b' }, { $ref: '#/$defs/b' }] }, b: { type: 'string' } },
};

test.each<readonly [string, SolutionManifest['parameters'], RegExp]>([
  ['a chain of references', chain, /unknown keyword: "\$(ref|defs)"/],
  ['a reference to itself', { type: 'object', properties: { x: { $ref: '#' } } }, /\$ref/],
  ['a dynamic reference', { type: 'object', properties: { x: { $dynamicRef: '#x' } } }, /\$dynamicRef/],
  [
    'a regular expression',
    { type: 'object', properties: { x: { type: 'string', pattern: '(a+)+$' } } },
    /pattern/,
  ],
  ['levels without end', nested(20), /more than 32 levels/],
])('a schema with %s is refused: measuring parameters could take for ever', (_, schema, reason) => {
  expect(() => assertUsableSchema(schema)).toThrow(reason);
});

test('what is usual may hold what a schema may not', () => {
  const parameters = { type: 'object', properties: { $ref: { type: 'string', default: 'x' } } };
  expect(() => assertUsableSchema(parameters)).not.toThrow();
  expect(fitParameters({ ...manifest, parameters }, {})).toEqual({ $ref: 'x' });
});
