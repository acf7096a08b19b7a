import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleItem } from '../testing/sample-task';
import { seededRandom } from '@tutti/kernel';
import { groupedSplit } from './grouped-split';
import { partsOf } from './parts';

const split = (classes: readonly number[], groups: readonly (string | null)[]) =>
  groupedSplit(Uint16Array.from(classes), groups, { share: 0.2, random: seededRandom(1) });

describe('holding out by camera', () => {
  // Ten cameras with six pictures each, two classes alternating.
  const rows = Array.from({ length: 60 }, (_, row) => row);
  const cameras = rows.map((row) => `camera ${Math.floor(row / 6)}`);
  const classes = rows.map((row) => row % 2);

  it('keeps the pictures of a camera together and holds out a fifth', () => {
    const { kept, heldOut } = split(classes, cameras);
    expect(heldOut).toHaveLength(12);
    const seen = new Set(kept.map((row) => cameras[row]));
    expect(heldOut.filter((row) => seen.has(cameras[row]))).toEqual([]);
    expect([...kept, ...heldOut].toSorted((a, b) => a - b)).toEqual(rows);
  });

  it('never holds out all there is of a class', () => {
    const rare = classes.map((name, row) => (cameras[row] === 'camera 3' && name === 1 ? 2 : name));
    for (let seed = 0; seed < 20; seed++) {
      const random = seededRandom(seed);
      const { kept } = groupedSplit(Uint16Array.from(rare), cameras, { share: 0.2, random });
      expect(new Set(kept.map((row) => rare[row]))).toEqual(new Set([0, 1, 2]));
    }
  });

  it('counts a picture of an unknown camera for itself, and splits without groups where few are known', () => {
    const unknown = cameras.map((camera, row) => (row % 6 === 0 ? null : camera));
    expect(split(classes, unknown).heldOut.length).toBeGreaterThanOrEqual(8);
    const two = rows.map((row) => (row < 30 ? 'left' : 'right'));
    const { heldOut } = split(classes, two);
    expect(heldOut).toHaveLength(12);
    expect(new Set(heldOut.map((row) => two[row]))).toEqual(new Set(['left', 'right']));
  });
});

describe('the parts of the data', () => {
  const pictures = (counts: Readonly<Record<'train' | 'validation' | 'test', number>>) =>
    (['train', 'validation', 'test'] as const).flatMap((part) =>
      Array.from({ length: counts[part] }, (_, at) => ({
        item: sampleItem(`${part}${at}`, { classKey: 'a' }, { split: part }),
        classId: at % 2,
      })),
    );
  const sizes = (counts: Parameters<typeof pictures>[0]) => {
    const { learn, choose, judge, ...rest } = partsOf(pictures(counts));
    return { learn: learn.length, choose: choose.length, judge: judge.length, ...rest };
  };

  it.each([
    [
      { train: 10, validation: 4, test: 3 },
      { learn: 10, choose: 4, judge: 3, part: 'test', drawn: false },
    ],
    [
      { train: 10, validation: 0, test: 3 },
      { learn: 10, choose: 0, judge: 3, part: 'test', drawn: false },
    ],
    [
      { train: 10, validation: 4, test: 0 },
      { learn: 10, choose: 0, judge: 4, part: 'validation', drawn: false },
    ],
    [
      { train: 200, validation: 0, test: 0 },
      { learn: 158, choose: 0, judge: 42, part: 'validation', drawn: true },
    ],
  ])('of %o are %o', (counts, expected) => {
    expect(sizes(counts)).toEqual(expected);
  });
});

describe('the fifth that is drawn to judge by', () => {
  const pictureOf = (at: number, cameras: number) => ({
    item: sampleItem(
      `picture ${at}`,
      { classKey: 'a' },
      { deviceId: cameras ? `camera ${at % cameras}` : null },
    ),
    classId: at % 3,
  });
  const draw = (count: number, cameras: number) => {
    const { learn, judge } = partsOf(Array.from({ length: count }, (_, at) => pictureOf(at, cameras)));
    return { learnt: learn.map(({ item }) => item.digest), judged: judge.map(({ item }) => item.digest) };
  };
  const enough = fc.integer({ min: 60, max: 400 });

  it.each([
    ['picture by picture', 0],
    ['camera by camera', 50],
  ])('%s holds nothing that was learned from before the data grew', (_, cameras) => {
    fc.assert(
      fc.property(enough, enough, (before, added) => {
        const [then, now] = [draw(before, cameras), draw(before + added, cameras)];
        const learnt = new Set(then.learnt);
        expect(now.judged.filter((digest) => learnt.has(digest))).toEqual([]);
      }),
    );
  });

  it('is about a fifth of each class', () => {
    const { judged } = draw(3000, 0);
    for (const classId of [0, 1, 2]) {
      const share = judged.filter((digest) => Number(digest.slice(8)) % 3 === classId).length / 1000;
      expect(share).toBeGreaterThan(0.16);
      expect(share).toBeLessThan(0.24);
    }
  });

  it('holds some of every class that has two, and leaves two of each that has three', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(sizes, fc.nat(), (counts, salt) => {
        const all = counts.flatMap((count, classId) =>
          Array.from({ length: count }, (_, at) => ({
            item: sampleItem(`${salt} ${classId} ${at}`, { classKey: 'a' }),
            classId,
          })),
        );
        const { learn, judge } = partsOf(all);
        expect(learn.length + judge.length).toBe(all.length);
        counts.forEach((count, classId) => {
          const [kept, held] = [learn, judge].map((of) => of.filter((one) => one.classId === classId).length);
          expect(kept).toBeGreaterThanOrEqual(Math.max(1, Math.min(2, count - 1)));
          expect(held).toBeGreaterThanOrEqual(Math.min(1, count - 1));
        });
      }),
    );
  });
});
