import { deviceErrors, type EnrolmentTokenEvent } from '@tutti/contracts/devices';
import { given } from '@tutti/testing';
import { afterAll, expect, test } from 'vitest';
import { enrolmentTokenDecider, type EnrolmentTokenCommand } from './enrolment-token.decider';

const terms = {
  expiresAt: '2026-02-01T00:00:00.000Z',
  maxUses: 2,
  autoAccept: true,
  site: 'Seoul',
  tags: { a: '1' },
};
const issued: EnrolmentTokenEvent = { type: 'EnrolmentTokenIssued', data: { ...terms, note: 'Line 4' } };
const used: EnrolmentTokenEvent = { type: 'EnrolmentTokenUsed', data: { deviceId: 'd1' } };
const revoked: EnrolmentTokenEvent = { type: 'EnrolmentTokenRevoked', data: {} };
const issue: EnrolmentTokenCommand = { type: 'IssueToken', ...terms, note: 'Line 4' };
const use = (at: string, again = false): EnrolmentTokenCommand => ({
  type: 'UseToken',
  deviceId: 'd1',
  at: new Date(at),
  again,
});
const revoke: EnrolmentTokenCommand = { type: 'RevokeToken' };
const inTime = '2026-01-31T23:59:59.999Z';

const refused = new Set<string>();
const refuses = (
  events: readonly EnrolmentTokenEvent[],
  command: EnrolmentTokenCommand,
  code: keyof typeof deviceErrors,
) => {
  refused.add(code);
  given(enrolmentTokenDecider, ...events)
    .when(command)
    .isRefused(code);
};
const token = (...events: readonly EnrolmentTokenEvent[]) => given(enrolmentTokenDecider, ...events);

afterAll(() => {
  const mine = Object.keys(deviceErrors).filter((code) => code.startsWith('enrolment-token.'));
  const answeredByTheApi = ['enrolment-token.invalid'];
  expect([...refused, ...answeredByTheApi].sort()).toEqual(mine.sort());
});

test('is issued once', () => {
  token().when(issue).gives(issued);
  refuses([issued], issue, 'enrolment-token.already-issued');
});

test('is used as often as its terms say, by each device once', () => {
  token(issued, used).when(use(inTime)).gives(used);
  token(issued, used, used).when(use(inTime, true)).gives();
  refuses([issued, used, used], use(inTime), 'enrolment-token.used-up');
});

test('ends with its time, for devices that used it before too', () => {
  refuses([issued], use(terms.expiresAt), 'enrolment-token.expired');
  refuses([issued, used], use(terms.expiresAt, true), 'enrolment-token.expired');
});

test('is revoked; doing so again changes nothing', () => {
  token(issued).when(revoke).gives(revoked);
  token(issued, revoked).when(revoke).gives();
  refuses([issued, revoked], use(inTime, true), 'enrolment-token.revoked');
  expect(token(issued, used, revoked).state).toMatchObject({ status: 'revoked', uses: 1 });
});

test('must exist', () => {
  refuses([], use(inTime), 'enrolment-token.not-found');
  refuses([], revoke, 'enrolment-token.not-found');
});
