import { expect, test } from 'vitest';
import { en } from './en';
import { languages } from './languages';

const textsOf = (tree: object, path = ''): readonly (readonly [string, string])[] =>
  Object.entries(tree).flatMap(([key, value]: [string, string | object]) =>
    typeof value === 'string' ? [[path + key, value] as const] : textsOf(value, `${path}${key}.`),
  );

const places = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([all]) => all).sort();

const english = new Map(textsOf(en));

test.each(Object.entries(languages))(
  '%s fills the same places in every text as English',
  (_, { catalogue }) => {
    const wrong = textsOf(catalogue).filter(
      ([key, text]) => text.trim() === '' || String(places(text)) !== String(places(english.get(key) ?? '')),
    );
    expect(wrong).toEqual([]);
  },
);

test('Korean is Korean: no English text was left standing', () => {
  const same = textsOf(languages.ko.catalogue).filter(
    ([key, text]) =>
      text === english.get(key) &&
      /[a-z]{3}/.test(text.replaceAll(/\{\{\w+\}\}/g, '')) &&
      !/badge==/.test(text),
  );
  expect(same.map(([key]) => key)).toEqual(['title']);
});
