import type { Trigger } from '@tutti/contracts/training';
import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { en } from '../../../i18n/en';
import { draftOf, triggerOf, usualCondition } from './trigger-draft';
import { triggerWords } from './trigger-words';

beforeAll(async () => {
  await i18next.init({
    lng: 'en',
    defaultNS: 'console',
    resources: { en: { console: en } },
    interpolation: { escapeValue: false },
  });
});

const nightly: Trigger = {
  active: true,
  schedule: { cron: '0 2 * * *', timeZone: 'Asia/Seoul' },
  conditions: [
    { kind: 'new-labels', atLeast: 50 },
    { kind: 'warning-rate', atLeast: 0.07, overMinutes: 60, leastResults: 100 },
  ],
  window: { from: '20:00', to: '06:00', timeZone: 'Europe/Vienna' },
  gate: { trainer: true, devices: { atLeast: 2, filter: 'tags.line==3' } },
  whenShut: 'wait',
  coolDownMinutes: 60,
};
const whenever: Trigger = {
  active: false,
  conditions: [{ kind: 'new-labels', atLeast: 1 }],
  checkSeconds: 5,
  coolDownMinutes: 0,
};

test.each([
  ['at set times', nightly],
  ['all the time', whenever],
])('a trigger that is looked at %s comes out of its form as it went in', (_, trigger) => {
  expect(triggerOf(draftOf(trigger))).toEqual(trigger);
});

test('the form begins with a trigger that can be saved as it is', () => {
  expect(triggerOf(draftOf(null))).toMatchObject({ active: true, schedule: { cron: '0 2 * * *' } });
});

test('what cannot be taken means no trigger', () => {
  const draft = draftOf(whenever);
  expect(triggerOf({ ...draft, conditions: [] })).toBeUndefined();
  expect(triggerOf({ ...draft, coolDownMinutes: '' })).toBeUndefined();
  const typing = { ...usualCondition('new-labels'), atLeast: '', row: 0 };
  expect(triggerOf({ ...draft, conditions: [typing] })).toBeUndefined();
  const never = { kind: 'cron', cron: '0 2 30 2 *' } as const;
  expect(triggerOf({ ...draftOf(nightly), preset: never })).toBeUndefined();
});

test('a trigger is told in words', () => {
  const say = { t: i18next.t, language: 'en' };
  expect(triggerWords(nightly, say)).toEqual([
    'Every day at 02:00 (Asia/Seoul).',
    'If there are at least 50 new labels.',
    'If at least 7% of its results over 60 minutes are warnings, of 100 results or more.',
    'Only between 20:00 and 06:00 (Europe/Vienna).',
    'Only when a trainer is there.',
    'Only when at least 2 devices are online.',
    'If that is not so at the set time, it waits until it is.',
    'Not within 60 minutes of the last training.',
  ]);
  expect(triggerWords(whenever, say)).toEqual([
    'Switched off.',
    'At any time, as soon as what follows holds.',
    'If there is at least 1 new label.',
  ]);
  const schedule = { cron: '0 2 * * 1', timeZone: 'UTC' };
  expect(triggerWords({ active: true, conditions: [], schedule, coolDownMinutes: 0 }, say)).toEqual([
    'Every Monday at 02:00 (UTC).',
  ]);
});
