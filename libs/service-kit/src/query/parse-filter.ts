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
  /** Characters of the filter, from 1, at which the selector, the operator and each value begin. */
  readonly position: number;
  readonly operatorPosition: number;
  readonly valuePositions: readonly number[];
}

export type Filter =
  | { readonly kind: 'comparison'; readonly comparison: Comparison }
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter };

/** Strings, then selectors with their operator, then other words: the parser's own tokens, with what it drops. */
const tokens =
  /"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|([^"'();,=!~<>\s]+)(\s*)(?:=[a-z]*=|[!<>]=?)|[^"'();,=!~<>\s]+/g;

interface Place {
  readonly selector: number;
  readonly operator: number;
  /** Of the words after the operator: the values, and perhaps an `and` or `or`. */
  readonly words: readonly number[];
}

/** The AST has no positions, but its comparisons stand in the order of the text. */
const placesOf = (text: string): readonly Place[] => {
  const places: { selector: number; operator: number; words: number[] }[] = [];
  for (const { 1: selector, 2: space = '', index } of text.matchAll(tokens)) {
    if (selector === undefined) places.at(-1)?.words.push(index + 1);
    else places.push({ selector: index + 1, operator: index + 1 + (selector + space).length, words: [] });
  }
  return places;
};

const count = (text: string, character: string): number => text.split(character).length - 1;

/** What should stand where the text cannot be read on. */
const expectedAfter = (before: string): string => {
  const text = before.trimEnd();
  if (/(=[a-z]*=|[!<>]=?)$/.test(text)) return 'A value is expected here';
  if (text === '' || /[;,(]$|\s(and|or)$/.test(text))
    return 'A comparison such as name==value is expected here';
  if (/(^|[;,(]|\s(and|or)\s)\s*[^"'();,=!~<>\s]+$/.test(text))
    return 'An operator such as == is expected here';
  return count(text, '(') > count(text, ')')
    ? 'A ) is expected here'
    : 'The filter cannot be read from here on';
};

const syntaxError = (error: unknown, text: string): Error => {
  // "Unexpected end" states no character, or that of a token by its number.
  const stated = error instanceof Error ? /^Un.*? at position (\d+) in "/s.exec(error.message) : null;
  const position = Number(stated?.[1] ?? text.length + 1);
  return queryError(position, expectedAfter(text.slice(0, position - 1)));
};

const parseText = (text: string): ExpressionNode => {
  try {
    return parse(text);
  } catch (error) {
    throw syntaxError(error, text);
  }
};

const build = (node: ExpressionNode, places: Iterator<Place, undefined>): Filter => {
  if (isComparisonNode(node)) {
    const { value } = node.right;
    const values = typeof value === 'string' ? [value] : value;
    const { selector, operator, words }: Place = places.next().value ?? {
      selector: 1,
      operator: 1,
      words: [],
    };
    return {
      kind: 'comparison',
      comparison: {
        selector: node.left.selector,
        operator: node.operator,
        values,
        position: selector,
        operatorPosition: operator,
        valuePositions: values.map((_, index) => words[index] ?? selector),
      },
    };
  }
  const left = build(node.left, places);
  const kind = node.operator === ';' || node.operator === 'and' ? 'and' : 'or';
  return { kind, left, right: build(node.right, places) };
};

/** RSQL/FIQL text → tree. Throws `query.invalid`. */
export const parseFilter = (text: string): Filter => {
  if (text.length > maxFilterLength)
    throw queryError(maxFilterLength + 1, `The filter is longer than ${maxFilterLength} characters`);
  const tree = parseText(text);
  const places = placesOf(text);
  if (places.length > maxComparisons)
    throw queryError(
      places[maxComparisons]?.selector ?? 1,
      `The filter has more than ${maxComparisons} comparisons`,
    );
  return build(tree, places.values());
};
