/** One field that a filter may name. `column` is trusted SQL (`device.name`), written by us. */
export type Field =
  | { readonly type: 'number'; readonly column: string }
  | TagsField
  | {
      readonly type: 'string';
      readonly column: string;
      /** The text that stands at this path of a JSON column: `$.name`. */
      readonly path?: string;
    }
  | { readonly type: 'enum'; readonly column: string; readonly values: readonly string[] }
  | {
      readonly type: 'time';
      readonly column: string;
      /** How the column stores a time; a `Date`, which TypeORM translates, when absent. */
      readonly encode?: (time: Date) => string | number | Date;
    }
  | GroupField;

/** A JSON object of texts, as `JSON.stringify` writes it. */
export interface TagsField {
  readonly type: 'tags';
  readonly column: string;
  /** The column with `bitsOfTags`, where there is one: an index that holds it spares the look at most tags. */
  readonly bits?: string;
}

/** Compares with saved filters: `group==cameras` is what the filter of that name says. */
export interface GroupField {
  readonly type: 'group';
  /** The filter of a name; undefined when there is none. Absent where groups may not be named. */
  readonly filterOf?: (name: string) => string | undefined;
  /** For the refusal of a name that there is not. */
  readonly names: readonly string[];
}

/** What a list can be filtered by. */
export type FieldTable = Readonly<Record<string, Field>>;

const equality = ['==', '!=', '=in=', '=out='] as const;
const order = ['=lt=', '=le=', '=gt=', '=ge='] as const;

/** What each type of field can be asked. `<`, `<=`, `>`, `>=` and `=li=` are other spellings. */
export const operatorsOf: Readonly<Record<Field['type'], readonly string[]>> = {
  string: [...equality, '=like='],
  tags: [...equality, '=like='],
  number: [...equality, ...order],
  time: [...equality, ...order],
  enum: equality,
  group: equality,
};

const spellings: Readonly<Record<string, string>> = {
  '<': '=lt=',
  '<=': '=le=',
  '>': '=gt=',
  '>=': '=ge=',
  '=li=': '=like=',
};

/** The operator in its usual spelling. */
export const usualOperator = (operator: string): string => spellings[operator] ?? operator;
