import { faultTexts, fillIn, type FaultCode } from '@tutti/contracts/common';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { inOurWords, zodFaults } from './zod-faults';

const faultsIn = (schema: z.ZodType, value: unknown, prefix?: string) => {
  const { error } = schema.safeParse(value, inOurWords);
  return error ? zodFaults(error, prefix) : [];
};

test('faults have JSON Pointers', () => {
  const schema = z.strictObject({ 'a/b': z.strictObject({ 'c~d': z.array(z.number()) }), n: z.number() });
  const value = { 'a/b': { 'c~d': [1, 'x'], extra: 1 }, n: 1, 'un/known': 2 };
  expect(faultsIn(schema, value).map(({ pointer }) => pointer)).toEqual([
    '/a~1b/c~0d/1',
    '/a~1b/extra',
    '/un~1known',
  ]);
  expect(faultsIn(schema, value, '/query')[0]?.pointer).toBe('/query/a~1b/c~0d/1');
});

const kinds = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('a') }),
  z.object({ kind: z.literal('b') }),
]);

/** One for each code. */
const faults: readonly (readonly [FaultCode, z.ZodType, unknown])[] = [
  ['missing', z.string(), undefined],
  ['missing', z.enum(['a', 'b']), undefined],
  ['missing', kinds, undefined],
  ['missing', z.object({ a: z.string() }), undefined],
  ['unknown', z.strictObject({}), { a: 1 }],
  ['not-text', z.string(), 1],
  ['not-text', z.string(), null],
  ['not-number', z.number(), '1'],
  ['not-number', z.coerce.number(), 'many'],
  ['not-whole', z.int(), 1.5],
  ['not-whole', z.number().int(), 1.5],
  ['not-boolean', z.boolean(), 'yes'],
  ['not-list', z.array(z.string()), 'a'],
  ['not-object', z.object({}), 'a'],
  ['not-object', z.record(z.string(), z.string()), []],
  ['not-null', z.null(), 1],
  ['not-value', z.literal('admin'), 'boss'],
  ['not-one-of', z.enum(['admin', 'user']), 'boss'],
  ['not-one-of', kinds, { kind: 'c' }],
  ['not-time', z.iso.datetime({ offset: true }), 'yesterday'],
  ['not-uuid', z.uuid(), 'one'],
  ['not-url', z.url(), 'nowhere'],
  ['not-base64', z.base64(), '?'],
  ['not-like', z.string().regex(/^[a-z]+$/), 'A'],
  ['key-not-like', z.record(z.string().regex(/^[a-z]+$/), z.string()), { A: 'x' }],
  ['not-multiple', z.number().multipleOf(5), 3],
  ['empty', z.string().min(1), ''],
  ['empty', z.array(z.string()).min(1), []],
  ['too-short', z.string().min(12), 'short'],
  ['too-long', z.string().max(3), 'long'],
  ['too-few', z.array(z.string()).min(2), ['a']],
  ['too-many', z.array(z.string()).max(1), ['a', 'b']],
  ['too-small', z.number().min(1), 0],
  ['not-above', z.number().positive(), 0],
  ['too-great', z.number().max(9), 10],
  ['not-below', z.number().lt(9), 9],
  ['invalid', z.union([z.uuid(), z.url()]), 'a'],
  ['invalid', z.string().refine(() => false), 'a'],
];

describe('a fault says what is wrong in our words', () => {
  test.each(faults)('%s', (code, schema, value) => {
    const [fault, ...others] = faultsIn(schema, value);
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ code, detail: fillIn(faultTexts[code], fault?.params) });
    expect(fault?.detail).not.toContain('{');
  });

  test('and every code occurs', () => {
    expect(new Set(faults.map(([code]) => code))).toEqual(new Set(Object.keys(faultTexts)));
  });

  test('with the values that count', () => {
    expect(faultsIn(z.string().max(3), 'long')[0]).toEqual({
      ...{ pointer: '', code: 'too-long', params: { max: 3 } },
      detail: 'must have at most 3 characters',
    });
    expect(faultsIn(z.enum(['admin', 'user']), 'boss')[0]?.detail).toBe('must be one of admin, user');
  });

  test('but a schema that has words of its own keeps them', () => {
    const schema = z.string().regex(/^[a-z]+$/, 'must be lower case');
    expect(faultsIn(schema, 'A')).toEqual([{ pointer: '', detail: 'must be lower case' }]);
  });
});
