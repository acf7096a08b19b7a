import type { Parameters, SolutionManifest } from '@tutti/contracts/training';
import { faultTexts, fillIn, type FaultCode, type FaultParams } from '@tutti/contracts/common';
import type { FieldFault } from '@tutti/kernel';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { refused } from '../refused.decider';

type Schema = SolutionManifest['parameters'];

/**
 * Regular expressions and formats of others can take for ever. So can references: a chain in which each part asks for
 * the next one twice takes twice the time with each link.
 */
const refusedKeywords = [
  ...['pattern', 'patternProperties', 'format'],
  ...['$ref', '$dynamicRef', '$recursiveRef', '$defs', 'definitions'],
];
/** Of a schema's parts in each other: what makes it, checks it and shows it goes down part by part. */
const mostDepth = 32;

const isTooDeep = (value: unknown, left = mostDepth): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (left === 0 || Object.values(value).some((part) => isTooDeep(part, left - 1)));

const newAjv = (): Ajv2020 => {
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    allErrors: true,
    useDefaults: true,
    addUsedSchema: false,
  });
  // The schema of schemas has regular expressions of its own: it is made before they are taken away.
  void ajv.validateSchema({});
  for (const keyword of refusedKeywords) ajv.removeKeyword(keyword);
  return ajv;
};
const ajv = newAjv();

/** Fills in what is usual, and refuses what no property is for, unless the schema says otherwise. */
const compile = (schema: Schema) => {
  const closed = { additionalProperties: false, ...schema };
  try {
    return ajv.compile(closed);
  } finally {
    ajv.removeSchema(closed);
  }
};

const invalid = (detail: string): Error =>
  refused('solution.schema-invalid', `JSON Schema 2020-12 is read strictly: ${detail}.`, {
    faults: [{ pointer: '/manifest/parameters', detail }],
  });

/** Throws `solution.schema-invalid` unless parameters can be measured against it. */
export const assertUsableSchema = (schema: Schema): void => {
  if (isTooDeep(schema)) throw invalid(`it has more than ${mostDepth} levels`);
  try {
    compile(schema);
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
};

type Said = readonly [code: FaultCode, params?: FaultParams];

const types: Readonly<Record<string, FaultCode>> = {
  string: 'not-text',
  number: 'not-number',
  integer: 'not-whole',
  boolean: 'not-boolean',
  array: 'not-list',
  object: 'not-object',
  null: 'not-null',
};

type Params = Readonly<Record<string, unknown>>;
const limit = ({ limit: value }: Params): number => Number(value);

const says: Readonly<Record<string, (params: Params) => Said>> = {
  required: () => ['missing'],
  additionalProperties: () => ['unknown'],
  unevaluatedProperties: () => ['unknown'],
  type: ({ type }) => [types[String(type)] ?? 'invalid'],
  enum: ({ allowedValues }) => ['not-one-of', { values: (allowedValues as unknown[]).join(', ') }],
  const: ({ allowedValue }) => ['not-value', { value: String(allowedValue) }],
  minimum: (params) => ['too-small', { min: limit(params) }],
  maximum: (params) => ['too-great', { max: limit(params) }],
  exclusiveMinimum: (params) => ['not-above', { min: limit(params) }],
  exclusiveMaximum: (params) => ['not-below', { max: limit(params) }],
  minLength: (params) => ['too-short', { min: limit(params) }],
  maxLength: (params) => ['too-long', { max: limit(params) }],
  minItems: (params) => ['too-few', { min: limit(params) }],
  maxItems: (params) => ['too-many', { max: limit(params) }],
  multipleOf: ({ multipleOf }) => ['not-multiple', { divisor: Number(multipleOf) }],
};

/** What is missing, or too much, is the property, not the object around it. */
const placeOf = ({ instancePath, params }: ErrorObject): string => {
  const { missingProperty, additionalProperty, unevaluatedProperty } = params as Readonly<
    Record<string, string | undefined>
  >;
  const name = missingProperty ?? additionalProperty ?? unevaluatedProperty;
  return name === undefined
    ? instancePath
    : `${instancePath}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
};

const faultOf = (error: ErrorObject): FieldFault => {
  const [code, params] = says[error.keyword]?.(error.params as Params) ?? (['invalid'] satisfies Said);
  const detail =
    code === 'invalid' ? (error.message ?? faultTexts.invalid) : fillIn(faultTexts[code], params);
  const pointer = `/parameters${placeOf(error)}`;
  return { pointer, detail, code, ...(params ? { params } : {}) };
};

/**
 * Parameters as a trainer gets them: what is usual is filled in. Throws `stream.parameters-unfit` with a fault for each
 * that the solution's schema does not take.
 */
export const fitParameters = ({ parameters: schema }: SolutionManifest, given: Parameters): Parameters => {
  const filled = structuredClone(given);
  const validate = compile(schema);
  if (validate(filled)) return filled;
  const faults = (validate.errors ?? []).map(faultOf);
  const [first] = faults;
  const detail = first ? `${first.pointer} ${first.detail}.` : 'They do not match its JSON Schema.';
  throw refused('stream.parameters-unfit', detail, { faults });
};
