import { DomainError } from '@tutti/kernel';
import { describe, expect, test } from 'vitest';
import { compileFilter } from './compile-filter';
import { operatorsOf, type FieldTable } from './field-table';

const saved: Readonly<Record<string, string>> = {
  cameras: 'name==cam*;score>0.5',
  old: 'colour==red',
};
const fields: FieldTable = {
  name: { type: 'string', column: 'd.name' },
  score: { type: 'number', column: 'd.score' },
  seen: { type: 'time', column: 'd.seen' },
  state: { type: 'enum', column: 'd.state', values: ['on', 'off'] },
  tags: { type: 'tags', column: 'd.tags' },
  group: { type: 'group', names: ['cameras', 'old'], filterOf: (name) => saved[name] },
};
const refusal = (filter: string, table = fields): string => {
  try {
    compileFilter(filter, table, 'sqlite');
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
  return 'accepted';
};

test.each([
  ['', 'A comparison such as name==value is expected here (at character 1'],
  ['name', 'An operator such as == is expected here (at character 5'],
  ['name==a;score', 'An operator such as == is expected here (at character 14'],
  ['name==', 'A value is expected here (at character 7'],
  ['name==a;', 'A comparison such as name==value is expected here (at character 9'],
  ['(name==a', 'A ) is expected here (at character 9'],
  ['name==a);score>1', 'The filter cannot be read from here on (at character 8'],
  ['state==of', '"of" is none of on, off (at character 8'],
  ['state=in=(on,of)', '"of" is none of on, off (at character 14'],
  ['state > on', '> does not apply to state: use == != =in= =out= (at character 7'],
  ['tags>1', 'or name a tag: tags.site==… (at character 5'],
  [
    'name==a;nme==b',
    'There is no field "nme"; known are name, score, seen, state, tags, group (at character 9',
  ],
  ['name==(a,b)', '== takes one value; =in= takes several (at character 10'],
  ['group==cams', 'There is no group "cams"; known are cameras, old (at character 8'],
  ['group=in=(cameras,cams)', 'There is no group "cams"; known are cameras, old (at character 19'],
  ['group==old', 'The filter of group "old" cannot be used: There is no field "colour"'],
  ['group=like=cam*', '=like= does not apply to group: use == != =in= =out= (at character 6'],
])('%j is refused and says what would be right', (filter, reason) => {
  expect(refusal(filter)).toContain(reason);
});

describe('groups', () => {
  const sql = (filter: string) => compileFilter(filter, fields, 'sqlite');

  test('stand for their filters, beside others', () => {
    const { sql: condition, parameters } = sql('group==cameras;name!=cam-9');
    expect(condition).toContain("LOWER(d.name) LIKE :rsqlg1_0 ESCAPE '!'");
    expect(parameters).toEqual({ rsqlg1_0: 'cam%', rsqlg1_1: 0.5, rsql2: 'cam-9' });
    expect(sql('group!=cameras').sql).toMatch(/^\(\(.* IS NOT TRUE\)$/);
  });

  test('do not name groups themselves', () => {
    const flat = { ...fields, group: { type: 'group', names: [] } } as const;
    expect(refusal('name==a;group==cameras', flat)).toContain(
      "A group's filter may not name groups; write out what they filter by (at character 9",
    );
    expect(
      refusal('group==nested', {
        ...fields,
        group: { type: 'group', names: [], filterOf: () => 'group==nested' },
      }),
    ).toContain('There is no field "group"');
  });

  test('are few in one filter', () => {
    const many = (count: number): string =>
      `group=in=(${Array.from({ length: count }, () => 'cameras').join()})`;
    expect(refusal(many(20))).toBe('accepted');
    expect(refusal(many(21))).toContain('names at most 20 groups');
  });
});

test('every type of field takes the operators that it is said to take, and no others', () => {
  const all = ['==', '!=', '=in=', '=out=', '=like=', '=lt=', '=le=', '=gt=', '=ge='];
  const values = {
    name: 'a',
    score: '1',
    seen: '2026-01-01',
    state: 'on',
    'tags.site': 'a',
    group: 'cameras',
  };
  for (const [selector, value] of Object.entries(values)) {
    const type = fields[selector.split('.')[0] ?? '']?.type ?? 'string';
    for (const operator of all) {
      const accepted = refusal(`${selector}${operator}${value}`) === 'accepted';
      expect([selector, operator, accepted]).toEqual([
        selector,
        operator,
        operatorsOf[type].includes(operator),
      ]);
    }
  }
});
