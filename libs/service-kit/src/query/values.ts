import type { Field, GroupField } from './field-table';

/** Most `*` in one value: bounds the work of LIKE. */
const maxWildcards = 8;

const timePattern = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;
const numberPattern = /^-?\d{1,15}(\.\d{1,15})?([eE][+-]?\d{1,3})?$/;

/** A value as the database compares it, or the reason why it is none. */
export type Encoded = { readonly value: string | number | Date } | { readonly fault: string };

const encodeTime = (field: Extract<Field, { type: 'time' }>, text: string): Encoded => {
  const time = new Date(text);
  if (!timePattern.test(text) || Number.isNaN(time.getTime()))
    return { fault: `${JSON.stringify(text)} is not a time such as 2026-11-22T08:30:00Z` };
  return { value: field.encode ? field.encode(time) : time };
};

const encodeNumber = (text: string): Encoded => {
  const value = Number(text);
  return numberPattern.test(text) && Number.isFinite(value)
    ? { value }
    : { fault: `${JSON.stringify(text)} is not a number` };
};

/** Text that every database stores and compares alike. */
const isPlain = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text);

export const encodeValue = (field: Exclude<Field, GroupField>, text: string): Encoded => {
  if (!isPlain(text)) return { fault: 'A value must not hold control characters' };
  switch (field.type) {
    case 'number':
      return encodeNumber(text);
    case 'time':
      return encodeTime(field, text);
    case 'enum':
      return field.values.includes(text)
        ? { value: text }
        : { fault: `${JSON.stringify(text)} is none of ${field.values.join(', ')}` };
    case 'string':
    case 'tags':
      return { value: text };
  }
};

export const hasWildcard = (text: string): boolean => text.includes('*');

/** LIKE pattern with the escape character `!`, in lower case: patterns ignore the case of ASCII letters. */
export const likePattern = (text: string): Encoded => {
  const pattern = text
    .replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replaceAll(/[!%_]/g, '!$&')
    .replaceAll(/\*+/g, '%');
  return text.replaceAll(/\*+/g, '*').split('*').length - 1 > maxWildcards
    ? { fault: `A value holds at most ${maxWildcards} wildcards` }
    : { value: pattern };
};
