import type { DeliveryAbout, Summary, Workspace } from '@tutti/contracts/summary';
import { systemClock } from '@tutti/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AddressGuard } from '../src/channel/address-guard';
import { readRows, writeRows } from '../src/daily-summary/summary-rows';
import { Outbound } from '../src/delivery/outbound';
import { shiftDay } from '../src/tally/day-span';
import { figuresOf, pushedOf } from '../src/workspace/pushed.fixture';
import { summaryServerSender } from '../src/workspace/summary-server-sender';
import { TestSummary } from './summary.fixture';

let server: TestSummary;
let key: string;
beforeAll(async () => {
  server = await TestSummary.start();
  ({ key } = await server.ok<{ key: string }>('POST /workspaces', { json: { name: 'busan' } }));
});
afterAll(() => server.stop());

const date = shiftDay(new Date().toISOString().slice(0, 10), -1);
const { rows } = pushedOf(1);
const blobs = () => server.summary.parts.base.blobs;

const summaryOf = async (results: number, revision: number): Promise<Summary> => ({
  ...{ date, workspace: 'busan', timeZone: 'Asia/Seoul', revision },
  composedAt: '2026-11-27T00:05:00.000Z',
  figures: figuresOf(results),
  rows: await writeRows(blobs(), rows),
});

/** As the workspace `busan` does that has said this of the day. */
const send = (
  about: DeliveryAbout,
  said: Summary | undefined,
  { secret = key, shrink = false, url = server.url } = {},
) => {
  const sender = summaryServerSender({
    outbound: new Outbound(new AddressGuard()),
    clock: systemClock,
    blobs: blobs(),
    workspace: 'busan',
    consoleAt: () => 'https://tutti.busan.example',
    summaryOf: () => Promise.resolve(said),
  });
  const message = { key: '', language: 'en', level: 'info', title: '', sections: [], links: [] } as const;
  const sending = { id: '1', about, requestedAt: new Date(), attempt: 1, mayRepeat: false, shrink };
  return sender.send(
    { ...sending, message: { ...message, sections: [], links: [] } },
    { channelId: '1', kind: 'summary-server', address: url, secret },
    AbortSignal.timeout(60_000),
  );
};
const summary = (revision: number) => ({ kind: 'summary', date, revision }) as const;

test('what was said of a day is there afterwards, with its rows; twice is once', async () => {
  const said = await summaryOf(10, 1);
  for (let n = 0; n < 2; n++)
    expect(await send(summary(1), said, { url: `${server.url}/` })).toMatchObject({
      accepted: true,
      httpStatus: 200,
    });
  await server.eventually(async () => {
    const { items } = await server.ok<{ items: readonly Workspace[] }>('GET /workspaces');
    expect(items).toMatchObject([
      { name: 'busan', days: 1, consoleAt: 'https://tutti.busan.example', newest: { results: 10 } },
    ]);
  });
  const [event] = (
    await server.ok<{ items: readonly { data: { rows: { digest: string; count: number } } }[] }>(
      'GET /events?context=summary&aggregate=workspace&type=WorkspaceSummaryReceived',
    )
  ).items;
  expect(event?.data.rows).toEqual(said.rows);
  expect(await readRows(blobs(), said.rows)).toEqual(rows);
});

test('a day that has not been read yet is tried again; what is newer by then is sent in its place', async () => {
  const later = { accepted: false, failure: { code: 'unavailable' } };
  expect(await send(summary(2), undefined)).toMatchObject(later);
  expect(await send(summary(2), await summaryOf(10, 1))).toMatchObject(later);
  expect(await send(summary(2), await summaryOf(12, 3))).toMatchObject({ accepted: true });
  expect(await send(summary(2), await summaryOf(11, 2))).toMatchObject({
    accepted: false,
    failure: { code: 'refused', httpStatus: 412 },
  });
});

test('where it is too large the rows stay here', async () => {
  expect(await send(summary(4), await summaryOf(13, 4), { shrink: true })).toMatchObject({ accepted: true });
  await server.eventually(async () => {
    const { items } = await server.ok<{ items: readonly { rows: number }[] }>(
      'GET /workspaces/busan/summaries',
    );
    expect(items).toMatchObject([{ revision: 4, rows: 0, figures: { inference: { results: 13 } } }]);
  });
});

test('a test says whether the key is right, and leaves nothing there', async () => {
  expect(await send({ kind: 'test' }, undefined)).toMatchObject({ accepted: true, httpStatus: 204 });
  const wrong = { accepted: false, failure: { code: 'unauthorised', httpStatus: 401 } };
  expect(await send({ kind: 'test' }, undefined, { secret: 'twk_wrong' })).toMatchObject(wrong);
});

test('notifications are nothing for a summary server', async () => {
  const about = { kind: 'notification', notificationId: '019ac2d0-0000-7000-8000-000000000001' } as const;
  expect(await send(about, undefined)).toMatchObject({ accepted: false, failure: { code: 'refused' } });
});
