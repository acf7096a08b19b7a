import { type Field, type FieldTable } from './field-table';
import { type Comparison, type Filter, parseFilter } from './parse-filter';
import { queryError } from './query-error';
import { type Encoded, encodeValue, hasWildcard, likePattern } from './values';

export type Dialect = 'sqlite' | 'mysql';

/** A condition with named parameters (`:rsql0`), for `queryBuilder.andWhere(sql, parameters)`. */
export interface CompiledFilter {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A field, or one key of a tags field: an SQL expression that is NULL when there is nothing. */
interface Target {
  readonly field: Field;
  readonly expression: string;
}

const ordering: Readonly<Record<string, string>> = {
  '<': '<',
  '=lt=': '<',
  '<=': '<=',
  '=le=': '<=',
  '>': '>',
  '=gt=': '>',
  '>=': '>=',
  '=ge=': '>=',
};
const patternOperators = new Set(['=like=', '=li=']);
const tagKey = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;

class Compiler {
  readonly parameters: Record<string, unknown> = {};

  constructor(
    private readonly fields: FieldTable,
    private readonly dialect: Dialect,
  ) {}

  compile(filter: Filter): string {
    if (filter.kind === 'comparison') return this.#comparison(filter.comparison);
    return `(${this.compile(filter.left)} ${filter.kind.toUpperCase()} ${this.compile(filter.right)})`;
  }

  #comparison(comparison: Comparison): string {
    const { operator, values, position } = comparison;
    const target = this.#target(comparison);
    if (operator !== '=in=' && operator !== '=out=' && values.length !== 1)
      throw queryError(position, `${operator} takes one value`);
    if (target.field.type === 'tags' && target.expression === target.field.column)
      return this.#hasKey(target, comparison);
    const order = ordering[operator];
    if (order !== undefined) return this.#ordered(target, order, comparison);
    if (patternOperators.has(operator))
      return this.#anyOf(this.#textual(target, comparison), comparison, true);
    return this.#equality(comparison, () => this.#anyOf(target, comparison, false), target);
  }

  /** `==` and `=in=` match what is there; `!=` and `=out=` match all else, also where there is nothing. */
  #equality({ operator, position }: Comparison, positive: () => string, { expression }: Target): string {
    if (operator === '==' || operator === '=in=') return positive();
    if (operator === '!=' || operator === '=out=') return `(${expression} IS NULL OR NOT ${positive()})`;
    throw queryError(position, `${operator} is no operator`);
  }

  #target({ selector, position }: Comparison): Target {
    const field = Object.hasOwn(this.fields, selector) ? this.fields[selector] : undefined;
    if (field) return { field, expression: field.column };
    const dot = selector.indexOf('.');
    const name = dot < 0 ? selector : selector.slice(0, dot);
    const parent = Object.hasOwn(this.fields, name) ? this.fields[name] : undefined;
    if (dot >= 0 && parent?.type === 'tags')
      return { field: parent, expression: this.#tag(parent.column, selector.slice(dot + 1), position) };
    throw queryError(
      position,
      `There is no field ${JSON.stringify(selector)}; known are ${Object.keys(this.fields).join(', ')}`,
    );
  }

  /** The value of a key of a JSON object `{key: text}`. */
  #tag(column: string, key: string, position: number): string {
    if (!tagKey.test(key)) throw queryError(position, `${JSON.stringify(key)} is not a tag's name`);
    const extracted = `JSON_EXTRACT(${column}, ${this.#bind(`$."${key}"`)})`;
    return this.dialect === 'sqlite' ? extracted : `JSON_UNQUOTE(${extracted})`;
  }

  #hasKey({ field }: Target, comparison: Comparison): string {
    const { operator, values, position } = comparison;
    if (!['==', '!=', '=in=', '=out='].includes(operator))
      throw queryError(
        position,
        `${operator} does not apply to tags; name one: ${comparison.selector}.site==…`,
      );
    const present = values.map((key) => `${this.#tag(field.column, key, position)} IS NOT NULL`);
    const any = `(${present.join(' OR ')})`;
    return operator === '==' || operator === '=in=' ? any : `NOT ${any}`;
  }

  #ordered({ field, expression }: Target, order: string, { operator, values, position }: Comparison): string {
    if (field.type !== 'number' && field.type !== 'time')
      throw queryError(position, `${operator} applies to numbers and times only`);
    return `(${expression} IS NOT NULL AND ${expression} ${order} ${this.#bind(this.#value(field, values[0] ?? '', position))})`;
  }

  #textual(target: Target, { operator, position }: Comparison): Target {
    if (target.field.type === 'string' || target.field.type === 'tags') return target;
    throw queryError(position, `${operator} applies to text only`);
  }

  #anyOf({ field, expression }: Target, { values, position }: Comparison, pattern: boolean): string {
    const text = field.type === 'string' || field.type === 'tags';
    const alternatives = values.map((value) => {
      const encoded = this.#value(field, value, position);
      if (!text || !(pattern || hasWildcard(value))) return `${expression} = ${this.#bind(encoded)}`;
      return `LOWER(${expression}) LIKE ${this.#bind(this.#unwrap(likePattern(value), position))} ESCAPE '!'`;
    });
    return `(${expression} IS NOT NULL AND (${alternatives.join(' OR ')}))`;
  }

  #value(field: Field, text: string, position: number): unknown {
    return this.#unwrap(encodeValue(field, text), position);
  }

  #unwrap(encoded: Encoded, position: number): unknown {
    if ('fault' in encoded) throw queryError(position, encoded.fault);
    return encoded.value;
  }

  #bind(value: unknown): string {
    const name = `rsql${Object.keys(this.parameters).length}`;
    this.parameters[name] = value;
    return `:${name}`;
  }
}

/**
 * RSQL/FIQL → an SQL condition over a field table.
 *
 * Text: `==` compares exactly; a value with `*` (and every value of `=like=`, `=li=`) is a pattern, which ignores the
 * case of ASCII letters. `!=` and `=out=` also match where the field has no value. Tags are a JSON object of texts:
 * `tags==site` asks whether the key is there, `tags.site==seoul` for its value. Throws `query.invalid`.
 */
export const compileFilter = (text: string, fields: FieldTable, dialect: Dialect): CompiledFilter => {
  const compiler = new Compiler(fields, dialect);
  const sql = compiler.compile(parseFilter(text));
  return { sql, parameters: compiler.parameters };
};
