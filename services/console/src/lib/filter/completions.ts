import type { FilterField } from '@tutti/contracts/common';
import { written } from './filter-rows';

/** Suggestions for the end of a filter: each is the whole text that follows from it, and what is shown. */
export interface Completion {
  readonly text: string;
  readonly shown: string;
}

const word = `[^"'();,=!~<>\\s]`;
/** selector, operator, an open list, a quote, the beginning of a value. */
const inValue = new RegExp(`(${word}+)\\s*(=[a-z]*=|[!<>]=?)\\s*(\\((?:[^()]*,)?)?\\s*("?)([^"'();,]*)$`);
const inOperator = new RegExp(`(?:^|[;,(]|\\s(?:and|or)\\s)\\s*(${word}+)\\s*(=[a-z]*|!)?$`);
const inSelector = new RegExp(`(?:^|[;,(]|\\s(?:and|or)\\s)\\s*(${word}*)$`);

const fieldOf = (fields: readonly FilterField[], selector: string): FilterField | undefined =>
  fields.find(
    ({ name, type }) =>
      name === selector ||
      (type === 'tags' && selector.startsWith(`${name}.`) && selector.length > name.length + 1),
  );

const selectorsOf = (fields: readonly FilterField[]): readonly string[] =>
  fields.flatMap(({ name, type, values }) =>
    type === 'tags' ? [name, ...values.map((key) => `${name}.${key}`)] : [name],
  );

const beginning = (options: readonly string[], typed: string): readonly string[] =>
  options.filter((one) => one.toLowerCase().startsWith(typed.toLowerCase()) && one !== typed);

const values = (
  match: RegExpExecArray,
  text: string,
  fields: readonly FilterField[],
): readonly Completion[] => {
  const [, selector = '', , , mark = '', typed = ''] = match;
  const field = fieldOf(fields, selector);
  if (!field || (field.type === 'tags' && selector !== field.name)) return [];
  const before = text.slice(0, text.length - mark.length - typed.length);
  return beginning(field.values, typed).map((value) => ({ text: before + written(value), shown: value }));
};

const operators = (
  match: RegExpExecArray,
  text: string,
  fields: readonly FilterField[],
): readonly Completion[] => {
  const [, selector = '', typed = ''] = match;
  const before = text.slice(0, text.length - typed.length);
  return beginning(fieldOf(fields, selector)?.operators ?? [], typed).map((operator) => ({
    text: before + operator,
    shown: `${selector}${operator}`,
  }));
};

const mostShown = 12;

/** What can follow at the end of the text: fields, then operators, then values. */
export const completionsOf = (text: string, fields: readonly FilterField[]): readonly Completion[] => {
  const value = inValue.exec(text);
  if (value) return values(value, text, fields).slice(0, mostShown);
  const [, typed = ''] = inSelector.exec(text) ?? [];
  const selectors = inSelector.test(text)
    ? beginning(selectorsOf(fields), typed).map((name) => ({
        text: text.slice(0, text.length - typed.length) + name,
        shown: name,
      }))
    : [];
  const operator = inOperator.exec(text);
  return [...(operator ? operators(operator, text, fields) : []), ...selectors].slice(0, mostShown);
};
