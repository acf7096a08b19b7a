import fc from 'fast-check';
import { hostileText } from './hostile-values';

/** What the OpenAPI document says of a value; the part of JSON Schema that it uses. */
export interface Schema {
  readonly type?: 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'array' | 'object';
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
}

const textOf = ({ enum: values, pattern, minLength = 0, maxLength = 64 }: Schema): fc.Arbitrary<string> => {
  if (values) return fc.constantFrom(...values);
  return pattern === undefined
    ? fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, minLength + 64) })
    : fc.stringMatching(new RegExp(pattern), { size: 'small' });
};

const numberOf = ({ type, minimum = -1e6, maximum = 1e6 }: Schema): fc.Arbitrary<number> =>
  type === 'integer'
    ? fc.integer({ min: minimum, max: Math.min(maximum, 0x7fffffff) })
    : fc.double({ min: minimum, max: maximum, noNaN: true });

const objectOf = (schema: Schema): fc.Arbitrary<object> => {
  const { properties = {}, required = [], propertyNames = {}, additionalProperties } = schema;
  if (typeof additionalProperties === 'object')
    return fc.dictionary(textOf(propertyNames), valid(additionalProperties), { maxKeys: 5 });
  const model = Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, valid(part)]));
  return fc.record(model, { requiredKeys: [...required] });
};

/** A value that the schema allows. */
export const valid = (schema: Schema): fc.Arbitrary<unknown> => {
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(valid));
  switch (schema.type) {
    case 'string':
      return textOf(schema);
    case 'number':
    case 'integer':
      return numberOf(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valid(schema.items ?? {}), { maxLength: 5 });
    case 'object':
      return objectOf(schema);
    default:
      return fc.jsonValue();
  }
};

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
