import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import { Aggregates, JetStreamEventLog, KvSnapshotStore } from '@tutti/event-store';
import { startTestNats } from '@tutti/testing';
import { v7 as uuid } from 'uuid';
import { counter, counterDefinitions } from '@tutti/event-store/testing';
import { median, perSecond, report } from './report';

/** Appending through `handle()` against raw publishes with expectation, and cold loads against one direct get. */

const inFlight = 64;
const count = 6000;
const rounds = 5;

const nats = await startTestNats({ syncInterval: 'always' });
const nc = await nats.connect('devices');
const js = jetstream(nc, { checkAPI: false });
const jsm = await jetstreamManager(nc, { checkAPI: false });
const log = await JetStreamEventLog.open(nc, { definitions: counterDefinitions });
const snapshots = await KvSnapshotStore.open(nc);
const aggregates = new Aggregates(log, snapshots, { definitions: counterDefinitions });

const ids = Array.from({ length: inFlight }, () => uuid().replaceAll('-', ''));
for (const id of ids) await aggregates.handle(counter, id, { type: 'Open', limit: 1e12 });

/** The same bytes and headers, straight to JetStream; each lane its own subject, as the lanes of `handle()`. */
const payload = new Uint8Array(new TextEncoder().encode('x'.repeat(430)));
const raw = async (): Promise<number> => {
  const round = uuid();
  const last = new Map<number, number>();
  return perSecond(count, inFlight, async (_, lane) => {
    const h = headers();
    h.set('Tutti-Commit-Id', uuid());
    h.set('Nats-Expected-Last-Subject-Sequence', String(last.get(lane) ?? 0));
    last.set(lane, (await js.publish(`evt.devices.raw.${round}-${lane}`, payload, { headers: h })).seq);
  });
};

const handled = (): Promise<number> =>
  perSecond(count, inFlight, (_, lane) =>
    aggregates.handle(counter, ids[lane] ?? '', { type: 'Add', amounts: [1] }),
  );

const timed = async (task: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await task();
  return performance.now() - started;
};

await raw();
await handled();
const rawRates: number[] = [];
const handleRates: number[] = [];
for (let round = 0; round < rounds; round++) {
  rawRates.push(await raw());
  handleRates.push(await handled());
}

const loaded = Array.from({ length: 200 }, () => uuid().replaceAll('-', ''));
for (const id of loaded) {
  await aggregates.handle(counter, id, { type: 'Open', limit: 1e9 });
  for (let n = 0; n < 99; n++) await aggregates.handle(counter, id, { type: 'Add', amounts: [1] });
}
await aggregates.settled();
const coldLoads: number[] = [];
const directGets: number[] = [];
for (const id of loaded) {
  const cold = new Aggregates(log, snapshots, { definitions: counterDefinitions });
  coldLoads.push(await timed(() => cold.load(counter, id, { confirmed: false })));
  const last_by_subj = `evt.devices.counter.${id}`;
  directGets.push(await timed(() => jsm.direct.getMessage('LOG', { last_by_subj })));
}

const ratio = median(handleRates.map((rate, n) => rate / (rawRates[n] ?? Number.NaN)));
report('event-store', [
  { name: 'raw js.publish with expectation, 64 in flight', value: median(rawRates), unit: '/s' },
  { name: 'handle() with expectation, 64 in flight, warm cache', value: median(handleRates), unit: '/s' },
  { name: 'handle() / raw publish', value: ratio, unit: 'x', goal: '>=0.7' },
  { name: 'direct get of the last message, p50', value: median(directGets), unit: 'ms' },
  { name: 'cold load of 100 events with snapshot, p50', value: median(coldLoads), unit: 'ms' },
  { name: 'cold load / direct get', value: median(coldLoads) / median(directGets), unit: 'x', goal: '<=3' },
]);
await nc.close();
await nats.stop();
