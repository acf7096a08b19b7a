import { expect, test } from 'vitest';
import { SteadyClock } from './steady-clock';

const hour = 3_600_000;
const day = 24 * hour;
const start = Date.parse('2026-11-27T00:00:00.000Z');

const clocks = () => {
  let [wall, steady] = [start, 0];
  const clock = new SteadyClock({ now: () => new Date(wall) }, () => steady);
  return {
    pass: (ms: number) => {
      wall += ms;
      steady += ms;
    },
    jump: (ms: number) => (wall += ms),
    /** Hours since the start. */
    now: () => (clock.now().getTime() - start) / hour,
  };
};

test('goes with the wall clock, also where that is corrected by a little', () => {
  const { pass, jump, now } = clocks();
  pass(2 * hour);
  expect(now()).toBe(2);
  jump(hour / 2);
  expect(now()).toBe(2.5);
});

test('a jump ahead ages nothing, and is over when the clock comes back', () => {
  const { pass, jump, now } = clocks();
  jump(40 * day);
  expect(now()).toBe(0);
  pass(3 * hour);
  expect(now()).toBe(3);
  jump(-40 * day);
  expect(now()).toBe(3);
});

test('a jump ahead that stays for a day is believed', () => {
  const { pass, jump, now } = clocks();
  jump(40 * day);
  now();
  pass(day);
  expect(now()).toBe(41 * 24);
});

test('a jump back is followed at once', () => {
  const { jump, now } = clocks();
  jump(-10 * hour);
  expect(now()).toBe(-10);
});
