import { parse } from '@rsql/parser';
import { type ExpressionNode, isComparisonNode } from '@rsql/ast';
import { queryError } from './query-error';

/** Longest filter, most comparisons, most values in all. The tree is never deeper than its comparisons are many. */
export const maxFilterLength = 2_000;
export const maxComparisons = 50;

export interface Comparison {
  readonly selector: string;
  readonly operator: string;
  readonly values: readonly string[];
  /** Character of the filter at which the comparison begins, from 1. */
  readonly position: number;
}

export type Filter =
  | { readonly kind: 'comparison'; readonly comparison: Comparison }
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter };

/** Strings, then selectors with their operator, then other words: the parser's own tokens, with what it drops. */
const tokens =
  /"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|([^"'();,=!~<>\s]+)\s*(?:=[a-z]*=|[!<>]=?)|[^"'();,=!~<>\s]+/g;

/** The AST has no positions, but its comparisons stand in the order of the text. */
const comparisonPositions = (text: string): readonly number[] =>
  [...text.matchAll(tokens)].flatMap((match) => (match[1] === undefined ? [] : [match.index + 1]));

const syntaxError = (error: unknown, text: string): Error => {
  // "Unexpected end" states no character, or that of a token by its number.
  const stated = error instanceof Error ? /^Un.*? at position (\d+) in "/s.exec(error.message) : null;
  const position = Number(stated?.[1] ?? text.length + 1);
  return queryError(position, 'The filter cannot be read');
};

const parseText = (text: string): ExpressionNode => {
  try {
    return parse(text);
  } catch (error) {
    throw syntaxError(error, text);
  }
};

const build = (node: ExpressionNode, positions: Iterator<number>): Filter => {
  if (isComparisonNode(node)) {
    const { value } = node.right;
    const values = typeof value === 'string' ? [value] : value;
    const position = Number(positions.next().value ?? 1);
    return {
      kind: 'comparison',
      comparison: { selector: node.left.selector, operator: node.operator, values, position },
    };
  }
  const left = build(node.left, positions);
  const kind = node.operator === ';' || node.operator === 'and' ? 'and' : 'or';
  return { kind, left, right: build(node.right, positions) };
};

/** RSQL/FIQL text → tree. Throws `query.invalid`. */
export const parseFilter = (text: string): Filter => {
  if (text.length > maxFilterLength)
    throw queryError(maxFilterLength + 1, `The filter is longer than ${maxFilterLength} characters`);
  const tree = parseText(text);
  const positions = comparisonPositions(text);
  if (positions.length > maxComparisons)
    throw queryError(
      positions[maxComparisons] ?? 1,
      `The filter has more than ${maxComparisons} comparisons`,
    );
  return build(tree, positions.values());
};
