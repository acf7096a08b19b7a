import type { Parameters } from '@tutti/contracts/training';

type Json = Parameters[string];

interface Named {
  readonly key: string;
  readonly title: string;
  readonly description: string | undefined;
  /** What is usual; undefined when the schema does not say. */
  readonly usual: Json | undefined;
  readonly required: boolean;
}

export interface NumberField extends Named {
  readonly kind: 'number';
  readonly whole: boolean;
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** Whether the bounds themselves are not allowed. */
  readonly open: { readonly min: boolean; readonly max: boolean };
}
export interface ChoiceField extends Named {
  readonly kind: 'choice';
  readonly options: readonly { readonly value: Json; readonly label: string }[];
}
export interface TextField extends Named {
  readonly kind: 'text';
  readonly maxLength: number | undefined;
}
export interface PlainField extends Named {
  /** `json`: whatever has no form of its own is typed as JSON. */
  readonly kind: 'switch' | 'json';
}
/** One parameter of a solution, as a form shows it. */
export type SchemaField = NumberField | ChoiceField | TextField | PlainField;

type Schema = Readonly<Record<string, Json>>;

const isSchema = (value: Json | undefined): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;
const numberOf = (value: Json | undefined): number | undefined =>
  typeof value === 'number' ? value : undefined;

/** `inputSize` → `Input size`. */
const wordsOf = (key: string): string => {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const shown = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

const optionsOf = (schema: Schema): ChoiceField['options'] | undefined => {
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => ({ value, label: shown(value) }));
  const several = schema['oneOf'] ?? schema['anyOf'];
  if (!Array.isArray(several)) return undefined;
  const options = several.flatMap((one) => {
    if (!isSchema(one)) return [];
    const value = one['const'];
    return value === undefined ? [] : [{ value, label: textOf(one['title']) ?? shown(value) }];
  });
  return options.length === several.length ? options : undefined;
};

const numberField = (named: Named, schema: Schema, whole: boolean): NumberField => {
  const [above, below] = [numberOf(schema['exclusiveMinimum']), numberOf(schema['exclusiveMaximum'])];
  return {
    ...named,
    kind: 'number',
    whole,
    min: above ?? numberOf(schema['minimum']),
    max: below ?? numberOf(schema['maximum']),
    open: { min: above !== undefined, max: below !== undefined },
  };
};

const fieldOf = (key: string, schema: Schema, required: boolean): SchemaField => {
  const named: Named = {
    key,
    title: textOf(schema['title']) ?? wordsOf(key),
    description: textOf(schema['description']),
    usual: schema['default'],
    required,
  };
  const options = optionsOf(schema);
  if (options) return { ...named, kind: 'choice', options };
  switch (schema['type']) {
    case 'number':
    case 'integer':
      return numberField(named, schema, schema['type'] === 'integer');
    case 'boolean':
      return { ...named, kind: 'switch' };
    case 'string':
      return { ...named, kind: 'text', maxLength: numberOf(schema['maxLength']) };
    default:
      return { ...named, kind: 'json' };
  }
};

/** The parameters that a JSON Schema of an object describes, in its order. */
export const fieldsOf = (schema: Schema): readonly SchemaField[] => {
  const properties = schema['properties'];
  if (!isSchema(properties)) return [];
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(properties).map(([key, one]) =>
    fieldOf(key, isSchema(one) ? one : {}, required.includes(key)),
  );
};
