import { expect, test } from 'vitest';
import { trainerPresence } from './trainer-presence';

/** Somebody looks, with pauses that take no time; `waits` says of each moment, in milliseconds, whether a trainer waits then. */
const setUp = (waits: (ms: number) => boolean, works = false) => {
  const seen = { ms: 0, looks: 0 };
  let now = 0;
  const isThere = trainerPresence({
    isWaiting: () => {
      seen.looks++;
      return Promise.resolve(waits(seen.ms));
    },
    isWorking: () => Promise.resolve(works),
    clock: { now: () => new Date(now) },
    pause: (ms) => Promise.resolve((seen.ms += ms)),
  });
  return { seen, isThere, passes: (ms: number) => (now += ms) };
};

test.each([0, 900, 1_100, 1_900])(
  'a trainer that looks for a second at each of two kinds is there, whenever one asks: %i ms into its round',
  async (into) => {
    const { isThere } = setUp((ms) => (into + ms) % 2_000 > 1_000);
    expect(await isThere('classifier')).toBe(true);
  },
);

test('one that works is there without a look; where none is there it takes a round to say so', async () => {
  const working = setUp(() => false, true);
  expect(await working.isThere('classifier')).toBe(true);
  expect(working.seen.looks).toBe(0);
  const absent = setUp(() => false);
  expect(await absent.isThere('classifier')).toBe(false);
  expect(absent.seen.ms).toBeGreaterThanOrEqual(3_000);
});

test('many who ask at the same time are answered by one round; later it is looked again', async () => {
  const { isThere, seen, passes } = setUp(() => true);
  await Promise.all([isThere('classifier'), isThere('classifier')]);
  expect(seen.looks).toBe(1);
  await isThere('detector');
  expect(seen.looks).toBe(2);
  passes(10_000);
  await isThere('classifier');
  expect(seen.looks).toBe(3);
});

test('what could not be found out is asked again', async () => {
  let looks = 0;
  const isThere = trainerPresence({
    isWaiting: () => (looks++ === 0 ? Promise.reject(new Error('NATS is away')) : Promise.resolve(true)),
    isWorking: () => Promise.resolve(false),
    clock: { now: () => new Date(0) },
  });
  await expect(isThere('classifier')).rejects.toThrow('NATS is away');
  expect(await isThere('classifier')).toBe(true);
});
