import { expect, it } from 'vitest';
import { matchClasses, proposeSchema } from './class-matching';

const source = (id: number, name: string, key?: string) => ({
  sourceId: String(id),
  id,
  name,
  ...(key === undefined ? {} : { key }),
});
const schema = [
  { key: 'dog', id: 0, name: 'Dog' },
  { key: 'traffic-light', id: 4, name: 'Traffic light' },
];

it('classes are matched by key, then by name, and what is left is told', () => {
  const { mapping, outside } = matchClasses(
    [
      source(17, 'cat'),
      source(18, ' ＤＯＧ'),
      source(10, 'Ampel', 'traffic-light'),
      source(3, 'traffic-light'),
    ],
    schema,
  );
  expect([...mapping]).toEqual([
    ['18', 'dog'],
    ['10', 'traffic-light'],
    ['3', 'traffic-light'],
  ]);
  expect(outside.map(({ name }) => name)).toEqual(['cat']);
});

it('a schema is proposed with ids kept, and keys that differ', () => {
  const keys = proposeSchema([
    source(1, 'Traffic Light'),
    source(90, 'traffic_light'),
    source(7, '불량'),
    source(8, 'Straße'),
    source(9, 'x', 'strasse'),
  ]).map(({ key, id }) => `${id} ${key}`);
  expect(keys).toEqual(['1 traffic-light', '90 traffic_light', '7 class-7', '8 stra-e', '9 strasse']);
});
