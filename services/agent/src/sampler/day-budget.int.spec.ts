import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DayBudget } from './day-budget';

const caps = { perDay: 2, bytesPerDay: 1000 };
const at = (text: string): number => Date.parse(`${text}Z`);

let folder: string;
let now: number;
let sure: boolean;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tutti-budget-'));
  [now, sure] = [at('2026-03-01T12:00'), true];
});
afterEach(() => rm(folder, { recursive: true }));
const open = (): Promise<DayBudget> =>
  DayBudget.open({ path: join(folder, 'budget.json'), now: () => now, sure: () => sure });

describe('what may be chosen in a day', () => {
  it('is capped by count and by bytes', async () => {
    const budget = await open();
    expect(budget.allows(1001, caps)).toBe(false);
    await budget.charge(900);
    expect(budget.allows(100, caps)).toBe(true);
    expect(budget.allows(101, caps)).toBe(false);
    await budget.charge(1);
    expect(budget.allows(1, caps)).toBe(false);
    expect(budget.today()).toEqual({ frames: 2, bytes: 901 });
  });

  it('holds over a restart, and begins anew at midnight UTC', async () => {
    const first = await open();
    await first.charge(1);
    await first.charge(1);
    first.drop();
    now = at('2026-03-01T23:59:59.999');
    expect((await open()).allows(1, caps)).toBe(false);
    now += 1;
    expect((await open()).allows(1, caps)).toBe(true);
    expect((await open()).today()).toEqual({ frames: 0, bytes: 0 });
  });

  it('is not earned by a clock that is wrong: nothing starts anew when it goes back and forth', async () => {
    await (await open()).charge(1);
    await (await open()).charge(1);
    [now, sure] = [at('1970-01-01T00:00'), false];
    expect((await open()).allows(1, caps)).toBe(false);
    now = at('2026-03-01T13:00');
    expect((await open()).allows(1, caps)).toBe(false);
  });

  it('is not lost for years by a clock that was ahead, once the time is known', async () => {
    [now, sure] = [at('2090-01-01T00:00'), false];
    const budget = await open();
    await budget.charge(1);
    await budget.charge(1);
    [now, sure] = [at('2026-03-01T13:00'), true];
    expect(budget.allows(1, caps)).toBe(false);
    now = at('2026-03-02T00:00');
    expect(budget.allows(1, caps)).toBe(true);
  });

  it('counts as spent when nobody can tell', async () => {
    await writeFile(join(folder, 'budget.json'), '{');
    expect((await open()).allows(1, caps)).toBe(false);
    now = at('2026-03-02T00:00');
    expect((await open()).allows(1, caps)).toBe(true);
  });
});
