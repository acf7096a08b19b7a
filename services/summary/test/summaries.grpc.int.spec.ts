import {
  SummaryLanguage,
  SummaryServiceService as summaries,
} from '@tutti/contracts/gen/tutti/summary/v1/summary';
import { GrpcCaller } from '@tutti/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shiftDay } from '../src/tally/day-span';
import { device, deviceEvents as said, result, Tellers } from './day.fixture';
import { TestSummary } from './summary.fixture';

const yesterday = shiftDay(new Date().toISOString().slice(0, 10), -1);
const at = `${yesterday}T10:00:00.000Z`;

let summary: TestSummary;
let caller: GrpcCaller;
let manager: { readonly authorization: string };
beforeAll(async () => {
  summary = await TestSummary.start();
  caller = new GrpcCaller(summary.grpc);
  manager = { authorization: `Bearer ${await summary.token('manager')}` };
  const others = new Tellers(summary.nats);
  await others.tell(['devices', 'device', device('a')], at, said.requested, said.registered('Line A'));
  await others.hears(device('a'), 'inference', result(at, 0.9, 10));
});
afterAll(async () => {
  caller.close();
  await summary.stop();
});

test('days are summed up and read, and their time is set, by gRPC', async () => {
  const settings = {
    timeZone: 'Asia/Seoul',
    at: '06:30',
    enabled: false,
    language: SummaryLanguage.KO,
  };
  const { body: changed } = await caller.call(summaries.changeSummarySettings, { settings }, manager);
  expect(changed.settings).toEqual(settings);
  expect((await caller.call(summaries.getSummarySettings, {}, manager)).body).toEqual(changed);

  await summary.eventually(async () => {
    const wanted = { date: yesterday, revise: true };
    const { body } = await caller.call(summaries.composeSummary, wanted, manager);
    expect(body.summary).toMatchObject({
      ...{ date: yesterday, timeZone: 'Asia/Seoul' },
      figures: { devices: { registered: 1 }, inference: { results: 1 } },
    });
  });
  const { body: got } = await caller.call(summaries.getSummary, { date: yesterday }, manager);
  expect(got.summary).toMatchObject({ date: yesterday, rows: { count: 1 } });
  const rows = await caller.stream(summaries.listSummaryRows, { date: yesterday }, manager).rest();
  expect(rows.flatMap(({ items }) => items)).toMatchObject([
    { edgeName: 'Line A', inferenceCount: 1, modelVersion: 'v1.0' },
  ]);
  const { body: card } = await caller.call(summaries.getSummaryCard, { date: yesterday }, manager);
  expect(JSON.stringify(card.message)).toContain('일일 요약');
  const { body: list } = await caller.call(summaries.listSummaries, { to: yesterday }, manager);
  expect(list.items).toMatchObject([{ date: yesterday, results: 1, offline: 1 }]);
});

test('what REST refuses is refused', async () => {
  const refused = await caller.refused(summaries.getSummary, { date: '2020-01-01' }, manager);
  expect(refused).toMatchObject({ status: 'NOT_FOUND', info: { code: 'summary.not-found' } });
});
