import { rolloutTemplate, type RolloutTemplate } from '@tutti/contracts/deployment';
import { expect, test } from 'vitest';
import { firstPolicy, policyDraftOf, policyOf, windowBeside } from './policy-draft';
import { firstTarget, targetDraftOf, targetOf } from './target-draft';

const names = { canary: 'Canary', few: 'First 10%', rest: 'The rest', all: 'All devices' };

const template: RolloutTemplate = {
  active: true,
  target: { kind: 'group', groupId: '0190a3e2-7c1f-7b3a-9d61-0123456789ab' },
  mode: 'shadow',
  groups: [
    {
      name: 'All',
      size: { kind: 'percent', percent: 100 },
      successPercent: 50,
      onSuccess: 'pause',
      error: { kind: 'percent', percent: 5 },
    },
  ],
  pacing: {
    perMinute: 10,
    mostInFlight: 5,
    jitterSeconds: 30,
    increase: { factor: 1.5, afterSucceeded: 20, most: 100 },
  },
  approval: true,
  windows: [
    { days: ['sat', 'sun'], from: '22:00', to: '02:00', timeZone: 'Asia/Seoul' },
    { from: '01:00', to: '02:00', timeZone: 'UTC' },
  ],
  confirmation: { results: 5, minutes: 10, floor: 0.07, whenSilent: 'roll-back' },
  latencyBudgetMs: 200,
  shadowMinutes: 90,
  stepMinutes: { accept: 10, download: 20, install: 5, activate: 6 },
  joinHours: 48,
};

test('a template comes back as it was', () => {
  const draft = policyDraftOf(template, names);
  const sent = { active: true, ...policyOf(draft, 0.6), joinHours: draft.joinHours };
  expect(rolloutTemplate.parse(sent)).toEqual(template);
});

test('whoever changes nothing sends to all registered devices, a canary first, at any time', () => {
  const sent = rolloutTemplate.parse({ active: true, ...policyOf(firstPolicy(names), null) });
  expect(sent).toMatchObject({
    target: { kind: 'filter', filter: 'lifecycle==registered' },
    mode: 'replace',
    windows: [],
    approval: false,
    confirmation: { results: 20, minutes: 30, whenSilent: 'confirm' },
  });
  expect(sent.groups.map(({ name }) => name)).toEqual(['Canary', 'First 10%', 'The rest']);
  expect(sent.confirmation.floor).toBeUndefined();
});

test('a floor that nobody set is the warning score of the stream; one that was taken away is none', () => {
  const first = firstPolicy(names);
  expect(policyOf(first, 0.6)['confirmation']).toMatchObject({ floor: 0.6 });
  expect(policyOf({ ...first, floor: 80 }, 0.6)['confirmation']).toMatchObject({ floor: 0.8 });
  expect(policyOf({ ...first, floor: '' }, 0.6)['confirmation']).not.toHaveProperty('floor');
});

test('a window of all days names none, and one without a day is no window', () => {
  const window = windowBeside([]);
  const withWindow = (days: typeof window.days) =>
    rolloutTemplate.safeParse({
      active: true,
      ...policyOf({ ...firstPolicy(names), windowed: true, windows: [{ ...window, days }] }, null),
    });
  expect(withWindow(window.days).data?.windows[0]).not.toHaveProperty('days');
  expect(withWindow(['mon']).data?.windows[0]?.days).toEqual(['mon']);
  expect(withWindow([]).success).toBe(false);
});

test.each([
  { kind: 'filter', filter: 'tags.line==3' },
  { kind: 'filter', filter: 'lifecycle==registered' },
  { kind: 'group', groupId: '0190a3e2-7c1f-7b3a-9d61-0123456789ab' },
  { kind: 'devices', deviceIds: ['abcdefghijklmnopqrstuvwxyz'] },
] as const)('a target comes back as it was: $kind $filter', (target) => {
  const known = target.kind === 'devices' ? { ...target, deviceIds: [...target.deviceIds] } : target;
  expect(targetOf(targetDraftOf(known))).toEqual(target);
});

test('a target begins with what the stream is for', () => {
  expect(targetOf(firstTarget('site==Seoul'))).toEqual({ kind: 'filter', filter: 'site==Seoul' });
  expect(firstTarget().kind).toBe('all');
});
