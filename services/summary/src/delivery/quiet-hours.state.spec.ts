import { expect, test } from 'vitest';
import { notBefore } from './quiet-hours.state';

const night = { from: '22:00', to: '07:30', timeZone: 'Asia/Seoul' };
const at = (time: string) => new Date(`2026-11-27T${time}:00+09:00`);

test('what happens at night comes in the morning', () => {
  expect(notBefore(night, 'error', at('22:00'))).toEqual(new Date('2026-11-28T07:30:00+09:00'));
  expect(notBefore(night, 'info', at('03:00'))).toEqual(at('07:30'));
});

test('what happens by day comes at once, and so does what is critical', () => {
  expect(notBefore(night, 'error', at('07:30'))).toBeUndefined();
  expect(notBefore(night, 'error', at('21:59'))).toBeUndefined();
  expect(notBefore(night, 'critical', at('03:00'))).toBeUndefined();
  expect(notBefore(undefined, 'error', at('03:00'))).toBeUndefined();
});

test('quiet hours may lie within a day', () => {
  const lunch = { ...night, from: '12:00', to: '13:00' };
  expect(notBefore(lunch, 'error', at('12:20'))).toEqual(at('13:00'));
  expect(notBefore(lunch, 'error', at('13:00'))).toBeUndefined();
});

test('they end by the clock there, also on the night that it is put back', () => {
  const berlin = { from: '22:00', to: '06:00', timeZone: 'Europe/Berlin' };
  const end = notBefore(berlin, 'error', new Date('2026-10-24T23:30:00Z'));
  expect(end).toEqual(new Date('2026-10-25T05:00:00Z'));
});
