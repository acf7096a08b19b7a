import type { Summary } from '@tutti/contracts/summary';
import { systemClock } from '@tutti/kernel';
import { expect, test } from 'vitest';
import { AddressGuard } from '../channel/address-guard';
import { Outbound } from '../delivery/outbound';
import { dayMessage } from '../message/message.fixture';
import { figuresOf } from './pushed.fixture';
import { summaryServerSender, type SummaryServerParts } from './summary-server-sender';

const summary: Summary = {
  ...{ date: '2026-11-26', workspace: 'busan', timeZone: 'UTC', revision: 1 },
  ...{ composedAt: '2026-11-27T00:05:00.000Z', figures: figuresOf(10) },
  rows: { count: 1, digest: 'a'.repeat(64), bytes: 9 },
};
const parts: SummaryServerParts = {
  outbound: new Outbound(new AddressGuard()),
  clock: systemClock,
  blobs: { open: async () => undefined },
  workspace: 'busan',
  consoleAt: () => undefined,
  summaryOf: () => Promise.resolve(summary),
};
const send = (own: Partial<SummaryServerParts> = {}) =>
  summaryServerSender({ ...parts, ...own }).send(
    {
      ...{
        id: '1',
        message: dayMessage,
        requestedAt: new Date(),
        attempt: 1,
        mayRepeat: false,
        shrink: false,
      },
      about: { kind: 'summary', date: summary.date, revision: 1 },
    },
    { channelId: '1', kind: 'summary-server', address: 'https://192.0.2.1', secret: 'twk_key' },
    AbortSignal.timeout(10_000),
  );

test('rows that are gone are told as that: nothing was sent, and nothing may have arrived', async () => {
  const detail = expect.stringContaining('Restore its backup') as string;
  expect(await send()).toMatchObject({ accepted: false, failure: { code: 'unavailable', detail } });
});

test('a store or a database that is away is tried again', async () => {
  const away = () => Promise.reject(new Error('ECONNREFUSED 10.0.0.7:3306'));
  for (const own of [{ blobs: { open: away } }, { summaryOf: away }]) {
    const outcome = await send(own);
    expect(outcome).toMatchObject({ accepted: false, failure: { code: 'unavailable' } });
    expect(JSON.stringify(outcome)).not.toContain('10.0.0.7');
  }
});
