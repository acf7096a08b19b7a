import { isComparisonNode, type ExpressionNode } from '@rsql/ast';
import { parse } from '@rsql/parser';
import { quote } from '../rsql';

/** One comparison of a filter. `key` is that of a tag, or empty. */
export interface FilterRow {
  readonly field: string;
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

const spellings: Readonly<Record<string, string>> = {
  '<': '=lt=',
  '<=': '=le=',
  '>': '=gt=',
  '>=': '=ge=',
  '=li=': '=like=',
};

export const takesSeveral = (operator: string): boolean => operator === '=in=' || operator === '=out=';

const flat = (node: ExpressionNode): readonly FilterRow[] | undefined => {
  if (isComparisonNode(node)) {
    const { value } = node.right;
    const [field = '', ...key] = node.left.selector.split('.');
    const operator = spellings[node.operator] ?? node.operator;
    return [{ field, key: key.join('.'), operator, values: typeof value === 'string' ? [value] : value }];
  }
  if (node.operator !== ';' && node.operator !== 'and') return undefined;
  const [left, right] = [flat(node.left), flat(node.right)];
  return left && right && [...left, ...right];
};

/** A filter as rows that must all hold; undefined when it says more than that, or cannot be read. */
export const rowsOf = (filter: string): readonly FilterRow[] | undefined => {
  if (filter.trim() === '') return [];
  try {
    return flat(parse(filter));
  } catch {
    return undefined;
  }
};

/** Quoted where it must be. */
export const written = (value: string): string => (/^[^"'();,=!~<>\s]+$/.test(value) ? value : quote(value));

const isWhole = ({ field, values }: FilterRow): boolean =>
  field !== '' && values.length > 0 && values.every((value) => value !== '');

/** Rows as a filter; those without a value are left out. */
export const textOf = (rows: readonly FilterRow[]): string =>
  rows
    .filter(isWhole)
    .map(({ field, key, operator, values }) => {
      const selector = key === '' ? field : `${field}.${key}`;
      const list = values.map(written);
      return `${selector}${operator}${takesSeveral(operator) ? `(${list.join(',')})` : (list[0] ?? '')}`;
    })
    .join(';');
