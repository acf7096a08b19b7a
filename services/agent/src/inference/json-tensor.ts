import type { Tensor, TensorValues } from '@tutti/vision';
import { Refusal } from '../common/refusal';
import { type Layout, layouts } from './datatypes';
import { type CheckedHead, checkCount } from './tensor-shape';

/**
 * Values from JSON, flat or nested as the shape has it, in row-major order. Numbers must be exactly what the datatype
 * can hold; integers that JavaScript cannot hold come as bigint (`parseExact`).
 */
export function fromJson(head: CheckedHead, data: unknown): TensorValues {
  if (!Array.isArray(data))
    throw new Refusal('invalid', `The data of input "${head.name}" must be an array.`);
  const flat: readonly unknown[] = Array.isArray(data[0]) ? flattened(head, data) : data;
  if (flat.includes(Infinity) || flat.includes(-Infinity))
    throw new Refusal('invalid', `The data of input "${head.name}" holds a number beyond 1.8e308.`);
  return fromValues(head, flat);
}

/** Values from numbers, bigints, booleans or texts in row-major order. */
export function fromValues(head: CheckedHead, flat: readonly unknown[]): TensorValues {
  const { name, datatype, count } = head;
  checkCount(head, flat.length);
  const layout = layouts[datatype];
  const wrong = (at: number): never => {
    throw new Refusal('invalid', `Value ${at} of input "${name}" is no ${datatype}: ${told(flat[at])}.`);
  };
  if (layout.kind === 'text') return flat.map((value, at) => (typeof value === 'string' ? value : wrong(at)));
  if (layout.kind === 'big') return bigs(layout, flat, wrong);
  const values = new layout.make(count);
  for (let at = 0; at < count; at++) {
    const value = (layout.kind === 'boolean' ? ofBoolean(flat[at]) : ofNumber(flat[at])) ?? wrong(at);
    values[at] = value;
    const kept = values[at];
    if (layout.kind === 'integer' ? kept !== value : Number.isFinite(kept) !== Number.isFinite(value))
      wrong(at);
  }
  return values;
}

function flattened({ name, shape }: CheckedHead, data: readonly unknown[]): readonly unknown[] {
  let level: readonly unknown[] = [data];
  for (const size of shape) {
    const next: unknown[] = [];
    for (const row of level) {
      if (!Array.isArray(row) || row.length !== size)
        throw new Refusal(
          'invalid',
          `The data of input "${name}" is not nested as its shape [${shape.join()}] says.`,
        );
      for (const value of row) next.push(value);
    }
    level = next;
  }
  return level;
}

const ofBoolean = (value: unknown): number | undefined =>
  typeof value === 'boolean' ? Number(value) : undefined;
const ofNumber = (value: unknown): number | undefined =>
  typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;

function bigs(
  { make, least, most }: Extract<Layout, { kind: 'big' }>,
  flat: readonly unknown[],
  wrong: (at: number) => never,
): TensorValues {
  const values = new make(flat.length);
  for (const [at, value] of flat.entries()) {
    const big = typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
    values[at] = typeof big === 'bigint' && big >= least && big <= most ? big : wrong(at);
  }
  return values;
}

const told = (value: unknown): string =>
  typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? 'nothing').slice(0, 40);

/** JSON text of values, flat. Integers are exact however large. Throws a `Refusal` for what JSON has no number for. */
export function toJson(name: string, { datatype, values }: Tensor): string {
  if (!('buffer' in values)) return JSON.stringify(values);
  if (datatype === 'BOOL') return `[${[...values].map((value) => (value === 0 ? 'false' : 'true')).join()}]`;
  const text = `[${values.join()}]`;
  if (/N|I/.test(text))
    throw new Refusal(
      'unprocessable',
      `Output "${name}" holds infinity or NaN, which JSON cannot say. Ask for it with {"parameters":{"binary_data":true}}.`,
    );
  return text;
}

/** Longer than any 64-bit integer. */
const longestInteger = 20;

/** Parses JSON so that integers beyond 2^53 become bigint. Ten times slower than `JSON.parse`. */
export function parseExact(text: string): unknown {
  const revive = (_key: string, value: unknown, context?: { readonly source?: string }): unknown => {
    if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
    const source = context?.source ?? '';
    return source.length <= longestInteger && /^-?\d+$/.test(source) ? BigInt(source) : value;
  };
  return JSON.parse(text, revive);
}
