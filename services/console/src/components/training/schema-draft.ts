import type { Parameters } from '@tutti/contracts/training';
import type { NumberField, SchemaField } from './schema-fields';

type Json = Parameters[string];
/** What stands in a form: text where something is typed, also while it is no value yet. */
export type Draft = Readonly<Record<string, string | number | boolean>>;
type Drafted = Draft[string];

const draftOf = (field: SchemaField, value: Json | undefined): Drafted => {
  switch (field.kind) {
    case 'number':
      return typeof value === 'number' ? value : '';
    case 'choice':
      return value === undefined
        ? ''
        : String(field.options.findIndex((one) => JSON.stringify(one.value) === JSON.stringify(value)));
    case 'switch':
      return value === true;
    case 'text':
      return typeof value === 'string' ? value : '';
    case 'json':
      return value === undefined ? '' : JSON.stringify(value, null, 2);
  }
};

/** What a form begins with: the values that there are, and what is usual of the others. */
export const draftsOf = (fields: readonly SchemaField[], given: Parameters = {}): Draft =>
  Object.fromEntries(fields.map((field) => [field.key, draftOf(field, given[field.key] ?? field.usual)]));

export type Fault = 'missing' | 'no-number' | 'no-whole' | 'too-small' | 'too-great' | 'too-long' | 'no-json';

const isTooSmall = ({ min, open }: NumberField, value: number): boolean =>
  min !== undefined && (open.min ? value <= min : value < min);
const isTooGreat = ({ max, open }: NumberField, value: number): boolean =>
  max !== undefined && (open.max ? value >= max : value > max);

const numberFault = (field: NumberField, draft: Drafted): Fault | undefined => {
  if (typeof draft !== 'number' || !Number.isFinite(draft)) return 'no-number';
  if (field.whole && !Number.isInteger(draft)) return 'no-whole';
  if (isTooSmall(field, draft)) return 'too-small';
  return isTooGreat(field, draft) ? 'too-great' : undefined;
};

const parsed = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

/** What is wrong with what stands in a field; empty is fine where a value is not needed. */
export const faultOf = (field: SchemaField, draft: Drafted = ''): Fault | undefined => {
  if (draft === '') return field.required && field.usual === undefined ? 'missing' : undefined;
  switch (field.kind) {
    case 'number':
      return numberFault(field, draft);
    case 'text':
      return field.maxLength !== undefined && String(draft).length > field.maxLength ? 'too-long' : undefined;
    case 'json':
      return parsed(String(draft)) === undefined ? 'no-json' : undefined;
    case 'choice':
    case 'switch':
      return undefined;
  }
};

export const isFit = (fields: readonly SchemaField[], draft: Draft): boolean =>
  fields.every((field) => faultOf(field, draft[field.key]) === undefined);

const valueOf = (field: SchemaField, draft: Drafted): Json | undefined => {
  if (draft === '') return undefined;
  switch (field.kind) {
    case 'choice':
      return field.options[Number(draft)]?.value;
    case 'json':
      return parsed(String(draft));
    case 'number':
    case 'switch':
    case 'text':
      return draft;
  }
};

/** What is sent: everything that has a value. */
export const parametersOf = (fields: readonly SchemaField[], draft: Draft): Parameters =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const value = valueOf(field, draft[field.key] ?? '');
      return value === undefined ? [] : [[field.key, value] as const];
    }),
  );

/** A value as it is written in a text: that of a choice by its label. */
export const valueText = (field: SchemaField, value: Json | undefined): string | undefined => {
  if (value === undefined) return undefined;
  const option =
    field.kind === 'choice'
      ? field.options.find((one) => JSON.stringify(one.value) === JSON.stringify(value))
      : undefined;
  return option?.label ?? (typeof value === 'string' ? value : JSON.stringify(value));
};
