import { describe, expect, it } from 'vitest';
import { ServerClock } from './server-clock';

const header = (ms: number): string => new Date(ms).toUTCString();
const noon = Date.parse('2026-03-10T12:00:00Z');
const hourMs = 3_600_000;

/** A machine with a clock that can be set, and one that cannot. */
function machine(local: number) {
  const at = { local, steady: 0 };
  const clock = new ServerClock(
    () => at.local,
    () => at.steady,
  );
  const pass = (ms: number): void => {
    at.local += ms;
    at.steady += ms;
  };
  const set = (local: number): void => {
    at.local = local;
  };
  return { clock, pass, set };
}

describe("the server's clock", () => {
  it('is followed when the own clock is years off', () => {
    const { clock } = machine(1_000_000);
    expect(clock.observe(header(1_800_000_000_000), 0)).toBe(true);
    expect(Math.abs(clock.now() - 1_800_000_000_000)).toBeLessThan(1000);
  });

  it('is not chased within what a whole second and a slow answer explain', () => {
    const local = 1_800_000_000_900;
    const { clock } = machine(local);
    expect(clock.observe(header(local), -1200)).toBe(false);
    expect(clock.now()).toBe(local);
  });

  it('ignores what is no date', () => {
    const { clock } = machine(5);
    expect([clock.observe(null, 0), clock.observe('yesterday', 0), clock.now()]).toEqual([false, false, 5]);
    expect([clock.isSet, clock.isDoubtful]).toEqual([false, false]);
  });

  it('goes on while the own clock is set right, or wrong', () => {
    const { clock, pass, set } = machine(0);
    clock.observe(header(noon), 0);
    const before = clock.now();
    for (const local of [noon, noon - hourMs, 0]) {
      pass(60_000);
      set(local);
    }
    expect(clock.now() - before).toBe(180_000);
  });

  it('is in doubt from the moment that the own clock was set, or the machine slept, until the next answer', () => {
    const { clock, pass, set } = machine(noon);
    clock.observe(header(noon), 0);
    pass(24 * hourMs);
    expect(clock.isDoubtful).toBe(false);
    set(noon + 32 * hourMs);
    expect(clock.isDoubtful).toBe(true);
    expect(clock.observe(header(noon + 32 * hourMs), 24 * hourMs)).toBe(true);
    expect(clock.isDoubtful).toBe(false);
    expect(Math.abs(clock.now() - (noon + 32 * hourMs))).toBeLessThan(1000);
  });
});
