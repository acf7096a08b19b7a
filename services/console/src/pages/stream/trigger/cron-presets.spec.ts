import { cronExpression } from '@tutti/contracts/training';
import { expect, test } from 'vitest';
import { inZone } from '../../../lib/calendar';
import { cronOf, presetKinds, presetOf, usualPreset } from './cron-presets';
import { nextTimes } from './next-times';

test.each([
  ['0 */3 * * *', { kind: 'hours', every: 3 }],
  ['0 * * * *', { kind: 'hours', every: 1 }],
  ['0 2 * * *', { kind: 'daily', at: '02:00' }],
  ['30 14 * * 1', { kind: 'weekly', at: '14:30', day: 1 }],
  ['0 */5 * * *', { kind: 'cron', cron: '0 */5 * * *' }],
  ['0 2 1 * *', { kind: 'cron', cron: '0 2 1 * *' }],
  ['0 2 * * 1-5', { kind: 'cron', cron: '0 2 * * 1-5' }],
  ['*/10 * * * *', { kind: 'cron', cron: '*/10 * * * *' }],
] as const)('%s has a form of its own, or stays as it is (S4-1)', (cron, preset) => {
  expect(presetOf(cron)).toEqual(preset);
  expect(cronOf(preset)).toBe(cron);
});

test('what a preset begins with is cron that comes true, and comes back as the preset', () => {
  for (const kind of presetKinds) {
    const preset = usualPreset(kind, '15 */5 * * *');
    expect(cronExpression.safeParse(cronOf(preset)).success).toBe(true);
    expect(presetOf(cronOf(preset))).toEqual(preset);
  }
});

test('the next three times are those of the zone of the schedule', () => {
  const after = new Date('2026-11-27T12:00:00Z');
  const times = nextTimes({ cron: '0 2 * * *', timeZone: 'Asia/Seoul' }, after);
  expect(times.map((at) => at.toISOString())).toEqual([
    '2026-11-27T17:00:00.000Z',
    '2026-11-28T17:00:00.000Z',
    '2026-11-29T17:00:00.000Z',
  ]);
  expect(times.map((at) => inZone(at, 'Asia/Seoul', 'en'))[0]).toBe('Sat, Nov 28, 02:00');
  expect(times.map((at) => inZone(at, 'Europe/Vienna', 'en'))[0]).toBe('Fri, Nov 27, 18:00');
});

test('what is no cron, or never comes true, has no next time', () => {
  const after = new Date(0);
  expect(nextTimes({ cron: '0 2 30 2 *', timeZone: 'UTC' }, after)).toEqual([]);
  expect(nextTimes({ cron: 'soon', timeZone: 'UTC' }, after)).toEqual([]);
});
