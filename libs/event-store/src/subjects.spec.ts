import { expect, it } from 'vitest';
import { subjectMatcher, widestFilters } from './subjects';

it.each([
  [['evt.>'], 'evt.devices.device.1', true],
  [['evt.>'], 'evt', false],
  [['evt.*.device.*'], 'evt.devices.device.1', true],
  [['evt.*.device.*'], 'evt.devices.device', false],
  [['evt.devices.device.1', 'evt.identity.>'], 'evt.devices.device.2', false],
])('filters %j match %s: %s', (filters, subject, matches) => {
  expect(subjectMatcher(filters)(subject)).toBe(matches);
});

it.each([
  [['evt.>', 'evt.devices.>', 'evt.>'], ['evt.>']],
  [['evt.*.a', 'evt.>'], ['evt.>']],
  [
    ['evt.*.*', 'evt.x.>'],
    ['evt.*.*', 'evt.x.>'],
  ],
  [['evt.*', 'evt.x'], ['evt.*']],
  [
    ['evt.a.>', 'evt.b.>'],
    ['evt.a.>', 'evt.b.>'],
  ],
])('of %j the widest are %j', (filters, widest) => {
  expect(widestFilters(filters)).toEqual(widest);
});
