import { type Datatype, type Tensor, type TensorValues, datatypes } from '@tutti/vision';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../common/refusal';
import { fromBinary, toBinary } from './binary-tensor';
import { fromJson, parseExact, toJson } from './json-tensor';
import { type CheckedHead, checkHead } from './tensor-shape';

const whole = (min: number, max: number) => fc.integer({ min, max });
const big = (min: bigint, max: bigint) => fc.bigInt({ min, max });
const finite = { noNaN: true, noDefaultInfinity: true };

/** Any values of a datatype, of any length. */
const arbitraries: Readonly<Record<Datatype, fc.Arbitrary<TensorValues>>> = {
  BOOL: fc.array(whole(0, 1)).map((values) => Uint8Array.from(values)),
  INT8: fc.array(whole(-128, 127)).map((values) => Int8Array.from(values)),
  INT16: fc.array(whole(-32_768, 32_767)).map((values) => Int16Array.from(values)),
  INT32: fc.array(whole(-(2 ** 31), 2 ** 31 - 1)).map((values) => Int32Array.from(values)),
  INT64: fc.array(big(-(2n ** 63n), 2n ** 63n - 1n)).map((values) => BigInt64Array.from(values)),
  UINT8: fc.array(whole(0, 255)).map((values) => Uint8Array.from(values)),
  UINT16: fc.array(whole(0, 65_535)).map((values) => Uint16Array.from(values)),
  UINT32: fc.array(whole(0, 2 ** 32 - 1)).map((values) => Uint32Array.from(values)),
  UINT64: fc.array(big(0n, 2n ** 64n - 1n)).map((values) => BigUint64Array.from(values)),
  FP16: fc
    .array(fc.double({ min: -65_504, max: 65_504, noNaN: true }))
    .map((values) => Float16Array.from(values)),
  FP32: fc.array(fc.float(finite)).map((values) => Float32Array.from(values)),
  FP64: fc.array(fc.double(finite)).map((values) => Float64Array.from(values)),
  BYTES: fc.array(fc.string({ unit: 'binary' })),
};

const headOf = (datatype: Datatype, count: number): CheckedHead => ({
  name: 'x',
  datatype,
  shape: [count],
  count,
});
const listOf = (values: TensorValues): readonly unknown[] =>
  [...values].map((value) => (value === 0 ? 0 : value));

describe.each(datatypes)('%s', (datatype) => {
  it('comes back the same from JSON and from bytes', () => {
    fc.assert(
      fc.property(arbitraries[datatype], (values) => {
        const tensor: Tensor = { datatype, shape: [values.length], values };
        const head = headOf(datatype, values.length);
        const json = fromJson(head, parseExact(toJson('x', tensor)));
        const bytes = fromBinary(head, toBinary(tensor));
        expect(listOf(json)).toEqual(listOf(values));
        expect(listOf(bytes)).toEqual(listOf(values));
        expect(json.constructor).toBe(values.constructor);
      }),
    );
  });

  it('is refused when bytes are missing or left', () => {
    fc.assert(
      fc.property(arbitraries[datatype], whole(1, 3), (values, by) => {
        const bytes = toBinary({ datatype, shape: [values.length], values });
        const head = headOf(datatype, values.length);
        expect(() => fromBinary(head, Buffer.concat([bytes, Buffer.alloc(by, 1)]))).toThrow(Refusal);
        if (bytes.length > 0) expect(() => fromBinary(head, bytes.subarray(0, -1))).toThrow(Refusal);
      }),
    );
  });
});

describe('values that a datatype cannot hold', () => {
  const cases: readonly (readonly [Datatype, unknown])[] = [
    ['BOOL', 1],
    ['INT8', 128],
    ['INT8', 1.5],
    ['UINT8', -1],
    ['UINT32', 2 ** 32],
    ['INT64', 2n ** 63n],
    ['INT64', 1.5],
    ['INT64', 2 ** 53],
    ['UINT64', -1],
    ['FP16', 65_520],
    ['FP32', 1e39],
    ['FP32', '1'],
    ['FP64', null],
    ['FP64', [1]],
    ['BYTES', 1],
  ];
  it.each(cases)('%s: %s', (datatype, value) => {
    expect(() => fromJson(headOf(datatype, 1), [value])).toThrow(/^Value 0 of input "x" is no /);
  });

  it('are refused from bytes too', () => {
    expect(() => fromBinary(headOf('BOOL', 1), Buffer.from([2]))).toThrow('0 or 1');
    expect(() => fromBinary(headOf('BYTES', 1), Buffer.from([1, 0, 0, 0, 0xff]))).toThrow('not UTF-8');
    expect(() => fromBinary(headOf('BYTES', 1), Buffer.from([0xff, 0xff, 0xff, 0xff, 65]))).toThrow(
      'in the middle',
    );
  });

  it('are not told in JSON when it has no number for them', () => {
    for (const value of [NaN, Infinity, -Infinity])
      expect(() => toJson('y', { datatype: 'FP32', shape: [1], values: Float32Array.of(value) })).toThrow(
        'binary_data',
      );
  });
});

describe('nested data', () => {
  const head: CheckedHead = { name: 'x', datatype: 'INT32', shape: [2, 1, 2], count: 4 };
  it('are read in row-major order', () => {
    expect(listOf(fromJson(head, [[[1, 2]], [[3, 4]]]))).toEqual([1, 2, 3, 4]);
    expect(listOf(fromJson(head, [1, 2, 3, 4]))).toEqual([1, 2, 3, 4]);
  });
  it.each([
    [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [[[[1, 2]], [[3]]]],
    [[[[1, 2]], 3, 4]],
    [[[[1, 2]]]],
    [[1, 2, 3]],
    ['1'],
  ])('must have the shape: %j', (data) => {
    expect(() => fromJson(head, data)).toThrow(Refusal);
  });
});

describe('the head of an input', () => {
  const declared = { name: 'x', datatype: 'FP32', shape: [-1, 3] };
  const check = (shape: readonly number[], datatype = 'FP32') =>
    checkHead({ name: 'x', datatype, shape }, declared);
  it('is held against the model', () => {
    expect(check([2, 3])).toEqual({ name: 'x', datatype: 'FP32', shape: [2, 3], count: 6 });
    expect(check([0, 3]).count).toBe(0);
    expect(() => check([2, 4])).toThrow('must have shape [-1,3]');
    expect(() => check([3])).toThrow('must have shape [-1,3]');
    expect(() => check([2, 3], 'FP64')).toThrow('must be FP32');
  });
  it('is refused whatever its shape is, before anything is allocated', () => {
    for (const shape of [
      [-1, 3],
      [1.5, 3],
      [NaN, 3],
      [2 ** 53, 3],
      [-(2 ** 63), 3],
      Array<number>(64).fill(1),
    ])
      expect(() => check(shape)).toThrow(Refusal);
    expect(() => check([2 ** 31, 2 ** 31])).toThrow('more than');
    expect(() => check([2 ** 31, 2 ** 31, 2 ** 31, 2 ** 31, 0])).toThrow('more than');
  });
});
