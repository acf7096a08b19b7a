import type { FilterField } from '@tutti/contracts/common';
import { expect, test } from 'vitest';
import { completionsOf } from './completions';

const equality = ['==', '!=', '=in=', '=out='];
const fields: readonly FilterField[] = [
  { name: 'name', type: 'string', operators: [...equality, '=like='], values: [] },
  { name: 'model', type: 'string', operators: equality, values: [] },
  { name: 'modelVersion', type: 'string', operators: equality, values: [] },
  { name: 'badge', type: 'enum', operators: equality, values: ['ready', 'retired', 'error'] },
  { name: 'tags', type: 'tags', operators: equality, values: ['kind', 'line'] },
  { name: 'group', type: 'group', operators: equality, values: ['Seoul', 'Hall 4'] },
];
const texts = (text: string): readonly string[] => completionsOf(text, fields).map((one) => one.text);

test.each([
  ['', ['name', 'model', 'modelVersion', 'badge', 'tags', 'tags.kind', 'tags.line', 'group']],
  ['ba', ['badge']],
  ['badge==ready;na', ['badge==ready;name']],
  ['(tags.', ['(tags.kind', '(tags.line']],
  ['model', ['model==', 'model!=', 'model=in=', 'model=out=', 'modelVersion']],
  ['badge=i', ['badge=in=']],
  ['badge==re', ['badge==ready', 'badge==retired']],
  ['badge=in=(ready,', ['badge=in=(ready,ready', 'badge=in=(ready,retired', 'badge=in=(ready,error']],
  ['group==', ['group==Seoul', 'group=="Hall 4"']],
  ['group=="ha', ['group=="Hall 4"']],
  ['tags.kind==', []],
  ['tags==', ['tags==kind', 'tags==line']],
  ['name==x', []],
  ['nowhere==', []],
])('%j goes on as %j', (text, expected) => {
  expect(texts(text)).toEqual(expected);
});
