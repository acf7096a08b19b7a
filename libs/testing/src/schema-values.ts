import fc from 'fast-check';

/** A JSON Schema, as far as OpenAPI and the schemas of events use it. */
export interface Schema {
  readonly type?: 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'array' | 'object';
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly const?: unknown;
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

/** A value that the schema allows, but for a length that counts other than characters. */
export const valid = (schema: Schema): fc.Arbitrary<unknown> => {
  const { anyOf, oneOf = anyOf } = schema;
  if (oneOf) return fc.oneof(...oneOf.map(valid));
  if (schema.const !== undefined) return fc.constant(schema.const);
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
