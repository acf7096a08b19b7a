/** One field that a filter may name. `column` is trusted SQL (`device.name`), written by us. */
export type Field =
  | { readonly type: 'string' | 'number' | 'tags'; readonly column: string }
  | { readonly type: 'enum'; readonly column: string; readonly values: readonly string[] }
  | {
      readonly type: 'time';
      readonly column: string;
      /** How the column stores a time; a `Date`, which TypeORM translates, when absent. */
      readonly encode?: (time: Date) => string | number | Date;
    };

/** What a list can be filtered by. */
export type FieldTable = Readonly<Record<string, Field>>;
