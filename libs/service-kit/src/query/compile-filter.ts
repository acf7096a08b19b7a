import { bitsOfKey, bitsOfTag } from '@tutti/contracts/common';
import type { Dialect } from '@tutti/database';
import { DomainError } from '@tutti/kernel';
import {
  operatorsOf,
  usualOperator,
  type Field,
  type FieldTable,
  type GroupField,
  type TagsField,
} from './field-table';
import { type Comparison, type Filter, parseFilter } from './parse-filter';
import { queryError } from './query-error';
import { type Encoded, encodeValue, hasWildcard, likePattern } from './values';

/** A condition with named parameters (`:rsql0`), for `queryBuilder.andWhere(sql, parameters)`. */
export interface CompiledFilter {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

type Column = Exclude<Field, GroupField>;

/** A field: an SQL expression that is NULL when there is nothing. */
interface Target {
  readonly field: Column;
  readonly expression: string;
}

const ordering: Readonly<Record<string, string>> = { '=lt=': '<', '=le=': '<=', '=gt=': '>', '=ge=': '>=' };
const tagKey = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;
/** Each stands for a filter of its own. */
const maxGroups = 20;

const isOneValued = (operator: string): boolean => operator !== '=in=' && operator !== '=out=';

class Compiler {
  readonly parameters: Record<string, unknown> = {};
  #groups = 0;

  constructor(
    private readonly fields: FieldTable,
    private readonly dialect: Dialect,
    private readonly prefix: string,
  ) {}

  compile(filter: Filter): string {
    if (filter.kind === 'comparison') return this.#comparison(filter.comparison);
    return `(${this.compile(filter.left)} ${filter.kind.toUpperCase()} ${this.compile(filter.right)})`;
  }

  #comparison(comparison: Comparison): string {
    const { field, key } = this.#find(comparison);
    const operator = this.#operator(field, key, comparison);
    if (field.type === 'group') return negated(operator, this.#member(field, comparison));
    if (field.type === 'tags') return negated(operator, this.#tags(field, key, operator, comparison));
    const target = { field, expression: this.#column(field) };
    const order = ordering[operator];
    if (order !== undefined) return this.#ordered(target, order, comparison);
    return negated(operator, this.#anyOf(target, comparison, operator === '=like='));
  }

  #find({ selector, position }: Comparison): { readonly field: Field; readonly key?: string } {
    const field = Object.hasOwn(this.fields, selector) ? this.fields[selector] : undefined;
    if (field) return { field };
    const dot = selector.indexOf('.');
    const name = dot < 0 ? selector : selector.slice(0, dot);
    const parent = Object.hasOwn(this.fields, name) ? this.fields[name] : undefined;
    if (dot < 0 || parent?.type !== 'tags')
      throw queryError(
        position,
        `There is no field ${JSON.stringify(selector)}; known are ${Object.keys(this.fields).join(', ')}`,
      );
    const key = selector.slice(dot + 1);
    if (!tagKey.test(key)) throw queryError(position + dot + 1, `${JSON.stringify(key)} is not a tag's name`);
    return { field: parent, key };
  }

  /** In its usual spelling. */
  #operator(field: Field, key: string | undefined, comparison: Comparison): string {
    const { operator, operatorPosition, selector, values, valuePositions } = comparison;
    const usual = usualOperator(operator);
    const wholeTags = field.type === 'tags' && key === undefined;
    const possible = wholeTags ? operatorsOf.enum : operatorsOf[field.type];
    if (!possible.includes(usual))
      throw queryError(
        operatorPosition,
        `${operator} does not apply to ${selector}: use ${possible.join(' ')}${wholeTags ? `, or name a tag: ${selector}.site==…` : ''}`,
      );
    if (isOneValued(usual) && values.length !== 1)
      throw queryError(
        valuePositions[1] ?? operatorPosition,
        `${operator} takes one value; =in= takes several`,
      );
    return usual;
  }

  #column(field: Column): string {
    if (field.type !== 'string' || field.path === undefined) return field.column;
    return this.#textAt(field.column, field.path);
  }

  #textAt(column: string, path: string): string {
    const extracted = `JSON_EXTRACT(${column}, ${this.#bind(path)})`;
    // MySQL answers with JSON, and with a collation of JSON's; the cast gives it the connection's.
    return this.dialect === 'sqlite' ? extracted : `CAST(JSON_UNQUOTE(${extracted}) AS CHAR)`;
  }

  #tags(field: TagsField, key: string | undefined, operator: string, comparison: Comparison): string {
    const { values, valuePositions, position } = comparison;
    const alternatives = values.map((value, index) => {
      const at = valuePositions[index] ?? position;
      if (key === undefined) return this.#hasKey(field, value, at);
      return this.#hasTag(field, key, value, { at, pattern: operator === '=like=' });
    });
    return `(${alternatives.join(' OR ')})`;
  }

  #hasKey(field: TagsField, key: string, at: number): string {
    if (!tagKey.test(key)) throw queryError(at, `${JSON.stringify(key)} is not a tag's name`);
    return this.#likely(field, bitsOfKey(key), this.#contains(field, `"${key}":`));
  }

  #hasTag(
    field: TagsField,
    key: string,
    value: string,
    { at, pattern }: { readonly at: number; readonly pattern: boolean },
  ): string {
    this.#unwrap(encodeValue(field, value), at);
    if (!pattern && !hasWildcard(value))
      return this.#likely(
        field,
        bitsOfTag(key, value),
        this.#contains(field, `"${key}":${JSON.stringify(value)}`),
      );
    const like = this.#like(
      this.#textAt(field.column, `$."${key}"`),
      this.#bind(this.#unwrap(likePattern(value), at)),
    );
    return this.#likely(field, bitsOfKey(key), like);
  }

  /** Names of tags hold no quotation marks, and within a text of JSON none stands bare: where this is, a tag is. */
  #contains({ column }: TagsField, json: string): string {
    return `INSTR(${column}, ${this.#bind(json)}) > 0`;
  }

  /** What an index can tell comes first. */
  #likely({ bits }: TagsField, needed: number, condition: string): string {
    if (bits === undefined) return condition;
    const bound = this.#bind(needed);
    return `((${bits} & ${bound}) = ${bound} AND ${condition})`;
  }

  #member({ filterOf, names }: GroupField, { values, valuePositions, position }: Comparison): string {
    if (!filterOf)
      throw queryError(position, "A group's filter may not name groups; write out what they filter by");
    const conditions = values.map((value, index) => {
      const at = valuePositions[index] ?? position;
      const filter = filterOf(value);
      this.#groups += 1;
      if (this.#groups > maxGroups) throw queryError(at, `A filter names at most ${maxGroups} groups`);
      if (filter === undefined)
        throw queryError(at, `There is no group ${JSON.stringify(value)}; known are ${names.join(', ')}`);
      return this.#saved(filter, value, at);
    });
    return `(${conditions.join(' OR ')})`;
  }

  /** Filters that are saved name no groups: they are one level deep. */
  #saved(filter: string, name: string, at: number): string {
    const flat = Object.entries(this.fields).filter(([, { type }]) => type !== 'group');
    const inner = new Compiler(Object.fromEntries(flat), this.dialect, `${this.prefix}g${this.#groups}_`);
    try {
      const sql = inner.compile(parseFilter(filter));
      Object.assign(this.parameters, inner.parameters);
      return sql;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw queryError(at, `The filter of group ${JSON.stringify(name)} cannot be used: ${error.message}`);
    }
  }

  #ordered({ field, expression }: Target, order: string, { values, valuePositions, position }: Comparison) {
    const value = this.#unwrap(encodeValue(field, values[0] ?? ''), valuePositions[0] ?? position);
    return `${expression} ${order} ${this.#bind(value)}`;
  }

  #anyOf({ field, expression }: Target, comparison: Comparison, pattern: boolean): string {
    const text = field.type === 'string';
    const alternatives = comparison.values.map((value, index) => {
      const at = comparison.valuePositions[index] ?? comparison.position;
      const encoded = this.#unwrap(encodeValue(field, value), at);
      if (!text || !(pattern || hasWildcard(value))) return `${expression} = ${this.#bind(encoded)}`;
      return this.#like(expression, this.#bind(this.#unwrap(likePattern(value), at)));
    });
    return `(${alternatives.join(' OR ')})`;
  }

  /**
   * Ignores the case of ASCII letters alone. SQLite's LOWER does; MySQL's lowers all letters, unless it is shown the
   * bytes of UTF-8 as a character set that knows no case beyond ASCII. That is slow: a collation of MySQL's that takes
   * even more letters for the same looks first.
   */
  #like(expression: string, pattern: string): string {
    if (this.dialect === 'sqlite') return `LOWER(${expression}) LIKE ${pattern} ESCAPE '!'`;
    const bytes = (text: string): string => `CONVERT(CAST(${text} AS BINARY) USING tis620)`;
    return (
      `(${expression} LIKE ${pattern} COLLATE utf8mb4_general_ci ESCAPE '!'` +
      ` AND LOWER(${bytes(expression)}) LIKE ${bytes(pattern)} COLLATE tis620_bin ESCAPE '!')`
    );
  }

  #unwrap(encoded: Encoded, position: number): unknown {
    if ('fault' in encoded) throw queryError(position, encoded.fault);
    return encoded.value;
  }

  #bind(value: unknown): string {
    const name = `${this.prefix}${Object.keys(this.parameters).length}`;
    this.parameters[name] = value;
    return `:${name}`;
  }
}

/** `!=` and `=out=` match all else, also where a comparison with NULL is neither true nor false. */
const negated = (operator: string, condition: string): string =>
  operator === '!=' || operator === '=out=' ? `(${condition} IS NOT TRUE)` : condition;

/**
 * RSQL/FIQL → an SQL condition over a field table.
 *
 * Text: `==` compares exactly; a value with `*` (and every value of `=like=`, `=li=`) is a pattern, which ignores the
 * case of ASCII letters. `!=` and `=out=` also match where the field has no value. Tags are a JSON object of texts:
 * `tags==site` asks whether the key is there, `tags.site==seoul` for its value. Two filters in one query need parameters
 * of different prefixes. Throws `query.invalid`.
 */
export const compileFilter = (
  text: string,
  fields: FieldTable,
  dialect: Dialect,
  prefix = 'rsql',
): CompiledFilter => {
  const compiler = new Compiler(fields, dialect, prefix);
  const sql = compiler.compile(parseFilter(text));
  return { sql, parameters: compiler.parameters };
};
