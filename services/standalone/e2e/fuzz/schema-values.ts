import { valid, type Schema } from '@tutti/testing';
import fc from 'fast-check';
import { hostileText } from './hostile-values';

/** Anything in the place of a value. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(-1, 1e308, 2 ** 53, -0.5, null, [], {}, [[[]]], true),
);

/** An allowed value with one part gone, replaced or added. */
export const nearlyValid = (schema: Schema): fc.Arbitrary<unknown> => {
  const { properties } = schema;
  if (!properties) return anything;
  const names = [...Object.keys(properties), 'role', 'id', 'constructor', 'ünknown'];
  return fc
    .tuple(valid(schema), fc.constantFrom(...names), fc.option(anything))
    .map(([whole, name, part]) => {
      const entries = Object.entries(whole as object).filter(([key]) => key !== name);
      return Object.fromEntries(part === null ? entries : [...entries, [name, part]]);
    });
};
