import { expect, test } from 'vitest';
import { linkedTarget, planBeside, planLink } from './plan-link';
import { targetOf } from './target-draft';

test('a link to a plan brings its devices along', () => {
  const target = { kind: 'filter', filter: 'tags.site=="Seoul; 1"' } as const;
  const { pathname, search } = new URL(planLink('m1', target), 'http://console');
  expect(pathname).toBe('/rollouts/new');
  expect(new URLSearchParams(search).get('model')).toBe('m1');
  const draft = linkedTarget(search);
  expect(draft && targetOf(draft)).toEqual(target);
});

test('many devices stand beside the address, which stays short', () => {
  const deviceIds = Array.from({ length: 1_000 }, (_, number) =>
    [...String(number)]
      .map((digit) => 'abcdefghij'[Number(digit)])
      .join('')
      .padStart(26, 'a'),
  );
  const target = { kind: 'devices', deviceIds } as const;
  const { to, state } = planBeside('m1', { ...target, deviceIds });
  expect(to).toBe('/rollouts/new?model=m1');
  const draft = linkedTarget('?model=m1', JSON.parse(JSON.stringify(state)));
  expect(draft && targetOf(draft)).toEqual(target);
});

test('an address without devices, or with nonsense in their place, names none', () => {
  expect(linkedTarget('?model=m1')).toBeUndefined();
  expect(linkedTarget('?model=m1', { ownChange: true })).toBeUndefined();
  expect(linkedTarget('?target=%7B')).toBeUndefined();
  expect(linkedTarget('?target={"kind":"everything"}')).toBeUndefined();
});
