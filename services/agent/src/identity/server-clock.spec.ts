import { describe, expect, it } from 'vitest';
import { ServerClock } from './server-clock';

const header = (ms: number): string => new Date(ms).toUTCString();

describe("the server's clock", () => {
  it('is followed when the own clock is years off', () => {
    const clock = new ServerClock(() => 1_000_000);
    expect(clock.observe(header(1_800_000_000_000), 1_000_000)).toBe(true);
    expect(Math.abs(clock.now() - 1_800_000_000_000)).toBeLessThan(1000);
  });

  it('is not chased within what a whole second and a slow answer explain', () => {
    const local = 1_800_000_000_900;
    const clock = new ServerClock(() => local);
    expect(clock.observe(header(local), local - 1200)).toBe(false);
    expect(clock.now()).toBe(local);
  });

  it('ignores what is no date', () => {
    const clock = new ServerClock(() => 5);
    expect([clock.observe(null, 5), clock.observe('yesterday', 5), clock.now()]).toEqual([false, false, 5]);
  });
});
