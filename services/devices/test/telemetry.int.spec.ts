import { createHash } from 'node:crypto';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Device, Failure, Inference, InferenceRates, Vitals } from '@tutti/contracts/devices';
import type { LoggedEvent } from '@tutti/contracts/summary';
import type { SimulatedDevice } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Fleet, hasty } from './fleet.fixture';

interface List<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken: string;
}

let fleet: Fleet;
let device: SimulatedDevice;
let connection: NatsConnection;
beforeAll(async () => {
  fleet = await Fleet.start({ settings: hasty });
  device = await fleet.registered('SN-telemetry');
  connection = await device.connect();
});
afterAll(async () => {
  await connection.close();
  await fleet.stop();
});

const inferencesOf = (query: string): Promise<List<Inference>> =>
  fleet.ok(`GET /inferences?deviceId=${device.id}&${query}`);
const metric = async (line: string): Promise<number> => {
  const text = await (await fetch(`${fleet.url}/metrics`)).text();
  const found = text.split('\n').find((candidate) => candidate.startsWith(`${line} `));
  return Number(found?.split(' ').at(-1) ?? 0);
};

describe('the newest state', () => {
  test('comes from the newest heartbeat, whatever the order, and shows at once', async () => {
    const older = device.heartbeat({ runtime: 'ready', agentVersion: '0.1.0' });
    const newest = device.heartbeat({ runtime: 'inferencing', agentVersion: '0.2.0' });
    await device.publish(connection, 'heartbeat', [newest]);
    await device.publish(connection, 'heartbeat', [older]);
    await device.publish(connection, 'vitals', [device.vitals({ cpu: 0.5 })]);
    await fleet.eventually(async () =>
      expect(await fleet.show(device)).toMatchObject({
        connectivity: 'online',
        runtime: 'inferencing',
        badge: 'inferencing',
        agentVersion: '0.2.0',
        model: { name: 'digits' },
        vitals: { cpu: 0.5 },
        backlog: { entries: 0 },
      }),
    );
    const { items } = await fleet.ok<List<Device>>(
      'GET /devices?q=badge==inferencing;model==digits;connectivity==online',
    );
    expect(items).toMatchObject([
      { id: device.id, badge: 'inferencing', connectivity: 'online', model: { name: 'digits' } },
    ]);
  });

  test('is part of the history once it was online', async () => {
    await fleet.eventually(async () => {
      const { items } = await fleet.ok<List<LoggedEvent>>(`GET /devices/${device.id}/events`);
      expect(items[0]).toMatchObject({
        type: 'tutti.devices.DeviceWentOnline',
        authId: 'process:connectivity',
      });
    });
  });
});

describe('results', () => {
  test('arrive once, however often they are sent', async () => {
    const batch = [
      device.inference({ label: '3', truth: '8' }),
      device.inference(),
      device.inference({ truth: undefined }),
    ];
    await device.publish(connection, 'inference', batch);
    await device.publish(connection, 'inference', batch);
    await device.publish(connection, 'inference', [device.inference({ label: '9', truth: '9', score: 0.4 })]);
    await fleet.eventually(async () => expect((await inferencesOf('')).items).toHaveLength(4));
    const { items } = await inferencesOf('q=label==3');
    expect(items).toMatchObject([
      { label: '3', truth: '8', correct: false, model: 'digits', imageUrl: null },
    ]);
    const { digest } = device.inference().model;
    expect(items[0]?.modelDigest).toBe(digest);
    expect((await inferencesOf(`q=modelDigest==${digest}`)).items).toHaveLength(4);
    expect(await fleet.ok(`GET /inferences/${items[0]?.id}`)).toEqual(items[0]);
  });

  test.each([
    ['q=correct==true', 2],
    ['q=correct==false', 1],
    ['q=score=lt=0.5', 1],
    ['q=score=ge=0.4;score=lt=0.8', 4],
    ['q=task==detection', 0],
    [`q=modelDigest==${'0'.repeat(64)}`, 0],
    ['from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z', 0],
    ['from=2020-01-01T00:00:00Z', 4],
  ])('%s: %d', async (query, count) => {
    expect((await inferencesOf(query)).items).toHaveLength(count);
  });

  test('newest first, page by page', async () => {
    const all = (await inferencesOf('')).items;
    const first = await inferencesOf('pageSize=3');
    const second = await inferencesOf(`pageSize=3&pageToken=${first.nextPageToken}`);
    expect([...first.items, ...second.items]).toEqual(all);
    expect(all.map(({ at }) => at)).toEqual(
      all
        .map(({ at }) => at)
        .toSorted()
        .reverse(),
    );
  });

  test('make rates and a true accuracy', async () => {
    const rates = await fleet.ok<InferenceRates>(`GET /inferences/rates?deviceId=${device.id}`);
    expect(rates).toMatchObject({ stepSeconds: 60, total: { count: 4, withTruth: 3, correct: 2 } });
    expect(rates.items.at(-1)).toMatchObject({ meanLatencyMs: 4 });
    const none = 'from=2020-01-01T00:00:00Z&to=2020-01-01T01:00:00Z';
    expect(await fleet.ok(`GET /inferences/rates?${none}`)).toMatchObject({ items: [], total: { count: 0 } });
    expect(await fleet.call('GET /inferences/rates?from=2020-01-01T00:00:00Z&stepSeconds=1')).toMatchObject({
      status: 400,
    });
  });

  test('of a device whose clock was never set are kept and found, by when they arrived', async () => {
    const before = new Date(Date.now() - 1000).toISOString();
    const early = device.inference({ label: 'early', at: '1970-01-01T00:00:12.000Z', truth: undefined });
    await device.publish(connection, 'inference', [early]);
    await fleet.eventually(async () =>
      expect((await inferencesOf(`q=label==early&from=${before}`)).items).toMatchObject([
        { label: 'early', note: "The device's clock said 1970-01-01T00:00:12.000Z" },
      ]),
    );
  });

  test('that are not there: 404', async () => {
    expect(await fleet.call(`GET /inferences/${device.id}.nothing.1`)).toMatchObject({
      status: 404,
      code: 'inference.not-found',
    });
    expect(await fleet.call('GET /inferences/nonsense')).toMatchObject({ status: 404 });
  });
});

test('measurements by time, oldest first', async () => {
  // An hour that nothing else is measured in.
  const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
  const first = device.vitals({ cpu: 0.1, at: minutesAgo(200) });
  const second = device.vitals({ cpu: 0.2, at: minutesAgo(190) });
  await device.publish(connection, 'vitals', [second, first]);
  await fleet.eventually(async () => {
    const path = `GET /devices/${device.id}/vitals?from=${first.at}&to=${minutesAgo(180)}`;
    const { items } = await fleet.ok<List<Vitals>>(path);
    expect(items.map(({ cpu }) => cpu)).toEqual([0.1, 0.2]);
  });
});

test('failures', async () => {
  const failure = {
    seq: 1,
    at: new Date().toISOString(),
    model: null,
    type: 'decode',
    message: 'no picture',
    inputFile: 'a.txt',
  };
  await device.publish(connection, 'failure', [failure]);
  await fleet.eventually(async () => {
    const { items } = await fleet.ok<List<Failure>>(`GET /devices/${device.id}/failures?q=type==decode`);
    expect(items).toMatchObject([{ type: 'decode', message: 'no picture', deviceId: device.id }]);
  });
});

describe('what is not kept', () => {
  test('entries out of range are refused and counted, the others of their batch stay', async () => {
    const refused = await metric('telemetry_entries_total{kind="inference",outcome="refused"}');
    const good = device.inference({ label: 'good' });
    await device.publish(connection, 'inference', [device.inference({ score: 1.5, label: 'bad' }), good]);
    await fleet.eventually(async () => expect((await inferencesOf('q=label==good')).items).toHaveLength(1));
    expect((await inferencesOf('q=label==bad')).items).toHaveLength(0);
    expect(await metric('telemetry_entries_total{kind="inference",outcome="refused"}')).toBe(refused + 1);
  });

  test.each(['{', '[]', 'null', '{"journal":"j","entries":[]}'])(
    '%s is passed over and counted',
    async (payload) => {
      const line = 'devices_telemetry_messages{consumer="devices-vitals",state="malformed"}';
      const before = await metric(line);
      await device.publishRaw(connection, 'vitals', payload);
      await fleet.eventually(async () => expect(await metric(line)).toBe(before + 1));
    },
  );

  test('telemetry of whoever is not in the fleet', async () => {
    const { connection: stranger } = await fleet.nats.connectDevice({ id: 'b'.repeat(26) });
    const ghost = fleet.device('SN-ghost');
    ghost.id = 'b'.repeat(26);
    await ghost.publish(stranger, 'inference', [ghost.inference()]);
    await fleet.eventually(async () =>
      expect(await metric('telemetry_entries_total{kind="inference",outcome="unknown"}')).toBe(1),
    );
    expect((await fleet.ok<List<Inference>>(`GET /inferences?deviceId=${ghost.id}`)).items).toEqual([]);
  });
});

describe('previews', () => {
  const picture = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('a picture, almost')]);
  const sha256 = createHash('sha256').update(picture).digest('hex');
  const put = (bytes: Uint8Array, digest = sha256, contentType = 'image/jpeg') =>
    device.call({
      method: 'PUT',
      path: `/api/v1/devices/${device.id}/previews/${digest}`,
      body: bytes,
      contentType,
    });

  test('are shown beside their result', async () => {
    expect((await put(picture)).status).toBe(204);
    await device.publish(connection, 'inference', [device.inference({ label: 'seen', preview: sha256 })]);
    const shown = await fleet.eventually(async () => {
      const { items } = await inferencesOf('q=label==seen');
      expect(items[0]?.imageUrl).toBe(`/api/v1/inferences/${items[0]?.id}/image`);
      return items[0]?.imageUrl ?? '';
    });
    const image = await fleet.call(`GET ${shown.replace('/api/v1', '')}`);
    expect(image).toMatchObject({ status: 200, etag: `"${sha256}"` });
    expect(image.headers.get('content-type')).toBe('image/jpeg');
    const again = await fleet.call(`GET ${shown.replace('/api/v1', '')}`, {
      headers: { 'if-none-match': `"${sha256}"` },
    });
    expect(again.status).toBe(304);
    expect((await fleet.call(`GET ${shown.replace('/api/v1', '')}`, { as: 'nobody' })).status).toBe(401);
  });

  test('must be pictures, of the digest that they claim, and small', async () => {
    const text = Buffer.from('<svg/>');
    const digest = createHash('sha256').update(text).digest('hex');
    expect(await (await put(text, digest)).json()).toMatchObject({ status: 422, code: 'preview.invalid' });
    expect(await (await put(picture, digest)).json()).toMatchObject({
      status: 422,
      code: 'blob.digest-mismatch',
    });
    const large = Buffer.concat([picture, Buffer.alloc(20_000)]);
    const largeDigest = createHash('sha256').update(large).digest('hex');
    expect(await (await put(large, largeDigest)).json()).toMatchObject({ status: 413 });
    expect((await put(picture, sha256, 'text/plain')).status).toBe(415);
  });

  test('of another device are refused', async () => {
    const other = await fleet.registered('SN-other');
    const path = `/api/v1/devices/${device.id}/previews/${sha256}`;
    const response = await other.call({ method: 'PUT', path, body: picture, contentType: 'image/jpeg' });
    expect(response.status).toBe(403);
  });
});

test('a restart of the service loses nothing and doubles nothing', async () => {
  const sending = new AbortController();
  const sent: string[] = [];
  const publisher = (async () => {
    while (!sending.signal.aborted) {
      const entry = device.inference({ label: 'restart' });
      await device.publish(connection, 'inference', [entry]);
      sent.push(`${device.id}.${device.journal}.${entry.seq}`);
    }
  })();
  const sentSoFar = (count: number) => fleet.eventually(() => expect(sent.length).toBeGreaterThan(count));
  for (let round = 1; round <= 2; round++) {
    await sentSoFar(round * 100);
    await fleet.close();
    await sentSoFar(sent.length + 50);
    await fleet.open();
  }
  sending.abort();
  await publisher;
  await fleet.eventually(async () => {
    const rates = await fleet.devices.parts.base.database.query<{ id: string }[]>(
      "SELECT CONCAT(device_id, '.', journal, '.', seq) AS id FROM inference WHERE label = 'restart'",
    );
    expect(rates.map(({ id }) => id).sort()).toEqual(sent.toSorted());
  });
});
