import {
  ChannelKind,
  ChannelServiceService,
  ChannelStatus,
  MessageLanguage,
} from '@tutti/contracts/gen/tutti/summary/v1/channel';
import { DeliveryServiceService, DeliveryStatus } from '@tutti/contracts/gen/tutti/summary/v1/delivery';
import { NotificationLevel } from '@tutti/contracts/gen/tutti/summary/v1/notification';
import { GrpcCaller } from '@tutti/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { busyFigures, composed } from '../src/daily-summary/daily-summary.fixture';
import { Sink } from './sink.fixture';
import { TestSummary } from './summary.fixture';

let sink: Sink;
let service: TestSummary;
let caller: GrpcCaller;
let manager: { readonly authorization: string };
beforeAll(async () => {
  sink = await Sink.start();
  service = await TestSummary.start();
  caller = new GrpcCaller(service.grpc);
  manager = { authorization: `Bearer ${await service.token('manager')}` };
});
afterAll(async () => {
  caller.close();
  await service.stop();
  await sink.stop();
});

test('a channel is defined, changed, tried and removed by gRPC', async () => {
  const { defineChannel, describeChannel, changeChannel, testChannel, removeChannel } = ChannelServiceService;
  const route = {
    summaries: true,
    notifications: { minimumLevel: NotificationLevel.WARNING, categories: [] },
    quietHours: { from: '22:00', to: '07:00', timeZone: 'Asia/Seoul' },
    language: MessageLanguage.KO,
  };
  const wanted = { name: 'hook', kind: ChannelKind.SLACK, address: `${sink.url}/grpc`, route };
  const { channel } = (await caller.call(defineChannel, wanted, manager)).body;
  expect(channel).toMatchObject({ kind: ChannelKind.SLACK, status: ChannelStatus.UNTRIED, route });
  const id = channel?.id ?? '';

  const ifMatch = { ...manager, 'if-match': '"1"' };
  const changed = await caller.call(changeChannel, { id, name: 'Hook', route: null }, ifMatch);
  expect(changed.body.channel).toMatchObject({ name: 'Hook', version: 2, route });

  const { deliveryIds } = (await caller.call(testChannel, { id }, manager)).body;
  const { getDelivery } = DeliveryServiceService;
  await service.eventually(async () => {
    const { body } = await caller.call(getDelivery, { id: deliveryIds[0] ?? '' }, manager);
    expect(body).toMatchObject({
      delivery: { status: DeliveryStatus.ACCEPTED, channelName: 'Hook' },
      history: [{ attempt: 1, httpStatus: 202 }],
      message: { language: MessageLanguage.KO },
    });
  });
  const { deliverSummary, listDeliveries } = DeliveryServiceService;
  const date = '2026-11-20';
  const said = { type: 'SummaryComposed', data: { ...composed(busyFigures), date } };
  await service.tell('summary', { aggregate: 'daily-summary', id: date }, said);
  const sent = async () => (await caller.call(listDeliveries, { date }, manager)).body.items;
  await service.eventually(async () =>
    expect(await sent()).toMatchObject([{ channelId: id, status: DeliveryStatus.ACCEPTED }]),
  );
  const again = await caller.call(deliverSummary, { date, channelIds: [id] }, manager);
  expect(again.body.deliveryIds).toHaveLength(1);
  expect((await caller.call(listDeliveries, { date: '2026-11-19' }, manager)).body.items).toEqual([]);

  const { version = 0 } = (await caller.call(describeChannel, { id }, manager)).body.channel ?? {};
  await caller.call(removeChannel, { id }, { ...manager, 'if-match': `"${version}"` });
  const refused = await caller.refused(describeChannel, { id }, manager);
  const notFound = { status: 'NOT_FOUND', info: { code: 'channel.not-found' } };
  expect(refused).toMatchObject(notFound);
  const channelIds = [id];
  expect(await caller.refused(deliverSummary, { date, channelIds }, manager)).toMatchObject(notFound);
  expect(await sent()).toHaveLength(2);
});
