import type { Split, SplitRule } from '@tutti/contracts/datasets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignSplits, type SplitItem } from './assign-splits';

const rule: SplitRule = {
  shuffle: 7,
  shares: { train: 0.8, validation: 0.1, test: 0.1 },
  groupByDevice: true,
  keepGiven: true,
};

const item: fc.Arbitrary<SplitItem> = fc.record({
  id: fc.uuid(),
  classes: fc.subarray(['ok', 'dent', 'scratch']),
  deviceId: fc.constantFrom(null, 'd1', 'd2', 'd3'),
  given: fc.constantFrom(null, null, 'train' as const, 'test' as const),
});
const items = fc.uniqueArray(item, { selector: ({ id }) => id, maxLength: 60 });

const many = (count: number, of: (index: number) => Partial<SplitItem>): SplitItem[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `i${index}`,
    classes: ['ok'],
    deviceId: null,
    given: null,
    ...of(index),
  }));

const single = (count: number): fc.Arbitrary<SplitItem[]> =>
  fc
    .array(fc.constantFrom('ok', 'dent', 'scratch'), { minLength: count, maxLength: count })
    .map((classes) => many(count, (index) => ({ classes: [classes[index] ?? 'ok'] })));

const tally = (all: readonly SplitItem[], by: SplitRule) => {
  const assigned = assignSplits(all, by);
  const counts: Record<string, number> = {};
  for (const { id, classes } of all) {
    const key = `${classes.join('+')} ${assigned.get(id)}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
};

describe('parts of training data', () => {
  it('hold every item once, whatever the order in which they come', () =>
    fc.assert(
      fc.property(items, fc.integer({ min: 0, max: 9 }), (all, shuffle) => {
        const assigned = assignSplits(all, { ...rule, shuffle });
        expect([...assigned.keys()].sort()).toEqual(all.map(({ id }) => id).sort());
        expect(new Map([...assigned].sort())).toEqual(
          new Map([...assignSplits([...all].reverse(), { ...rule, shuffle })].sort()),
        );
      }),
    ));

  it('keep the pictures of one device together, and what an archive said', () =>
    fc.assert(
      fc.property(items, (all) => {
        const assigned = assignSplits(all, rule);
        for (const one of all) {
          if (one.given) expect(assigned.get(one.id)).toBe(one.given);
          const mates = all.filter(
            ({ deviceId, given }) => deviceId !== null && deviceId === one.deviceId && !given,
          );
          if (one.deviceId !== null && !one.given)
            expect(new Set(mates.map(({ id }) => assigned.get(id))).size).toBe(1);
        }
      }),
    ));

  it('hold each class in the shares that are wanted, rare ones too', () => {
    const all = many(1100, (index) => ({ classes: [index < 1000 ? 'ok' : 'dent'] }));
    expect(tally(all, rule)).toEqual({
      'ok train': 800,
      'ok validation': 100,
      'ok test': 100,
      'dent train': 80,
      'dent validation': 10,
      'dent test': 10,
    });
  });

  it('come near them with groups', () => {
    const all = many(1000, (index) => ({ deviceId: `d${index % 50}` }));
    expect(tally(all, rule)).toEqual({ 'ok train': 800, 'ok validation': 100, 'ok test': 100 });
  });

  it('are others with another number, and none is filled that is not wanted', () => {
    const all = many(100, () => ({}));
    const shares = { train: 0.5, validation: 0, test: 0.5 };
    expect(tally(all, { ...rule, shares })).toEqual({ 'ok train': 50, 'ok test': 50 });
    expect(assignSplits(all, { ...rule, shuffle: 8 })).not.toEqual(assignSplits(all, rule));
  });
});

describe('parts of a version that follows another one', () => {
  it('keep what stood in them, whatever comes, goes, is relabelled or was said of it', () =>
    fc.assert(
      fc.property(items, items, fc.array(fc.boolean()), (before, added, stays) => {
        const kept = assignSplits(before, rule);
        const left = before
          .filter((_, index) => stays[index] ?? true)
          .map((one) => ({ ...one, classes: ['other'], given: 'test' as const }));
        const after = assignSplits([...added, ...left], rule, kept);
        expect(after.size).toBe(new Set([...added, ...left].map(({ id }) => id)).size);
        for (const { id } of left) expect(after.get(id)).toBe(kept.get(id));
      }),
    ));

  it('hold each class within one item of its share, however a dataset grows', () =>
    fc.assert(
      fc.property(single(80), fc.array(fc.nat(80), { maxLength: 5 }), (all, sizes) => {
        let kept: ReadonlyMap<string, Split> = new Map();
        for (const size of sizes.toSorted((a, b) => a - b)) {
          const some = all.slice(0, size);
          kept = assignSplits(some, rule, kept);
          for (const key of ['ok', 'dent', 'scratch']) {
            const of = some.filter(({ classes }) => classes.includes(key));
            for (const part of ['train', 'validation', 'test'] as const) {
              const held = of.filter(({ id }) => kept.get(id) === part).length;
              expect(Math.abs(held - of.length * rule.shares[part])).toBeLessThanOrEqual(1 + 1e-9);
            }
          }
        }
      }),
    ));

  it('are where a device is whose pictures all stand in one, and one for all that is new of another', () => {
    const of = (device: string, from: number, count: number) =>
      many(count, (index) => ({ id: `${device}-${from + index}`, deviceId: device }));
    const before = [...of('a', 0, 8), ...of('b', 0, 1), ...of('c', 0, 2)];
    const kept = new Map<string, Split>([
      ...of('a', 0, 8).map(({ id }) => [id, 'train'] as const),
      ['b-0', 'test'],
      ['c-0', 'train'],
      ['c-1', 'test'],
    ]);
    const after = assignSplits([...before, ...of('a', 8, 4), ...of('b', 1, 4), ...of('c', 2, 4)], rule, kept);
    const partsOf = (added: readonly SplitItem[]) => new Set(added.map(({ id }) => after.get(id)));
    expect(partsOf(of('a', 8, 4))).toEqual(new Set(['train']));
    expect(partsOf(of('b', 1, 4))).toEqual(new Set(['test']));
    expect(partsOf(of('c', 2, 4)).size).toBe(1);
  });
});
