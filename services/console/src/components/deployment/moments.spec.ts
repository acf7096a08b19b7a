import type { LoggedEvent } from '@tutti/contracts/summary';
import { expect, test } from 'vitest';
import { momentsOf, toneOf } from './moments';

const about = { deviceId: 'a'.repeat(26), rolloutId: '01937d5c-0000-7000-8000-000000000000', group: 0 };

const told = (name: string, time: string, data: object = about): LoggedEvent =>
  ({ id: name, type: `tutti.deployment.${name}`, time, data }) as LoggedEvent;

test('steps follow each other, each with the seconds since the one before', () => {
  const moments = momentsOf([
    told('DeploymentAccepted', '2026-03-01T12:00:00.000Z'),
    told('DeploymentDownloaded', '2026-03-01T12:00:02.500Z', { ...about, bytes: 9, seconds: 2, resumes: 1 }),
  ]);
  expect(moments.map(({ seconds }) => seconds)).toEqual([0, 2.5]);
  expect(moments[1]?.event).toMatchObject({ type: 'DeploymentDownloaded', data: { resumes: 1 } });
});

test('what a newer server tells is shown by its name alone', () => {
  const [moment] = momentsOf([told('DeploymentAdmired', '2026-03-01T12:00:00.000Z')]);
  expect(moment).toMatchObject({ name: 'DeploymentAdmired', event: undefined });
  expect(toneOf('DeploymentAdmired')).toBe('plain');
});

test('a step is good, bad, or neither', () => {
  expect(toneOf('DeploymentConfirmed')).toBe('good');
  expect(toneOf('DeploymentRolledBack')).toBe('bad');
  expect(toneOf('DeploymentOffered')).toBe('plain');
});
