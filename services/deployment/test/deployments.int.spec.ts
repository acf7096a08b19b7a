import { randomUUID } from 'node:crypto';
import {
  artifactAccess,
  type Deployment,
  type DeploymentReport,
  type DeploymentTimeline,
  type Installation,
} from '@tutti/contracts/deployment';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { model, offer, previous, said, wish } from '../src/device-deployment/device-deployment.fixture';
import { Fleet } from './deployment.fixture';
import { digestOf, release } from './fleet-events.fixture';
import { LeapingClock, ScriptedDevice } from './scripted-device.fixture';

let fleet: Fleet;
const clock = new LeapingClock();
let devices = 0;

beforeAll(async () => {
  fleet = await Fleet.start({ clock });
});
afterAll(() => fleet.stop());

const joined = (): Promise<ScriptedDevice> => ScriptedDevice.join(fleet, ++devices);
/** Of another rollout, planned after all before it. */
const laterRollout = () => ({ rolloutId: randomUUID(), plannedAt: clock.now().toISOString() });
const wished = (deploymentId: string, more = {}) => ({ ...wish, deploymentId, settled: false, ...more });
const told = ({ report }: { readonly report: DeploymentReport }): DeploymentReport => report;
const cancel = (id: string, json = {}) => fleet.call<Deployment>(`POST /deployments/${id}/cancel`, { json });
const whole = [said.accepted, said.downloaded, said.verified, said.warmedUp, said.activated].map(told);

/** A device with a model that it has confirmed. */
const settled = async (): Promise<{ readonly device: ScriptedDevice; readonly first: string }> => {
  const device = await joined();
  const first = await device.offered();
  await device.reports(first, ...whole, told(said.confirmed));
  await device.becomes(first, { status: 'confirmed' });
  await device.twinBecomes(wished(first, { settled: true }));
  return { device, first };
};

describe('where the bytes are', () => {
  const ask = async (device: ScriptedDevice, id: string) => {
    const answer = await device.device.call({ method: 'POST', path: `/api/v1/deployments/${id}/artifact` });
    return { status: answer.status, body: (await answer.json()) as { code?: string } };
  };

  test('is told to the device that is to fetch them, while it is to', async () => {
    const device = await joined();
    const thief = await joined();
    const id = await device.offered();
    const { status, body } = await ask(device, id);
    expect(status).toBe(200);
    const { artifactPath, bundlePath } = artifactAccess.parse(body);
    expect(artifactPath).toBe(`/api/v1/model-artifacts/${model.modelId}`);
    expect(bundlePath).toBe(`${artifactPath}/signature`);
    expect((await ask(thief, id)).body.code).toBe('deployment.not-yours');
    expect((await ask(device, randomUUID())).body.code).toBe('deployment.not-found');
    await device.reports(id, told(said.failed));
    await device.becomes(id, { status: 'failed' });
    expect((await ask(device, id)).body.code).toBe('deployment.closed');
    await device.tell({ type: 'DeviceRetired', data: {} });
    expect((await ask(device, id)).status).toBe(401);
  });
});

describe('a model on its way (S0-55, S2-4)', () => {
  test('goes step by step, and the twin says what is wished', async () => {
    const device = await joined();
    const id = await device.offered();
    await device.becomes(id, { status: 'offered', step: 'accept', attempt: 1 });
    await device.twinBecomes(wished(id));
    await device.reports(id, told(said.accepted), told(said.downloading));
    await device.becomes(id, {
      status: 'accepted',
      step: 'download',
      progress: { kind: 'download', bytes: 500, total: 1000 },
    });
    await device.reports(id, ...whole, told(said.soaking));
    await device.becomes(id, {
      status: 'active',
      step: 'confirm',
      progress: { kind: 'soak', results: 3, meanScore: 0.9 },
    });
    await device.reports(id, told(said.confirmed));
    await device.becomes(id, {
      status: 'confirmed',
      step: null,
      deadline: null,
      progress: null,
      results: 20,
      meanScore: 0.8,
    });
    await device.twinBecomes(wished(id, { settled: true }));
    const { items } = await fleet.ok<DeploymentTimeline>(`GET /deployments/${id}/timeline`);
    expect(items.map(({ status }) => status)).toEqual([
      ...['offered', 'accepted', 'downloaded', 'verified', 'warmed-up', 'active', 'confirmed'],
    ]);
    const before = await fleet.ok<Deployment>(`GET /deployments/${id}?asOf=${items[1]?.at}`);
    expect(before.status).not.toBe('confirmed');
  });

  test.each<[Deployment['status'], readonly DeploymentReport[]]>([
    ['failed', [told(said.accepted), told(said.failed)]],
    ['rolled-back', [...whole, told(said.rolledBack)]],
    ['cancelled', [told(said.accepted), told(said.cancelled)]],
  ])('that ends as %s leaves what was confirmed before', async (status, reports) => {
    const { device, first } = await settled();
    const second = await device.offered(laterRollout());
    await device.twinBecomes(wished(second));
    await device.reports(second, ...reports);
    await device.becomes(second, { status });
    await device.twinBecomes(wished(first, { settled: true }));
  });

  test('is there already, or is compared as a shadow: the twin keeps no shadow', async () => {
    const device = await joined();
    const first = await device.offered();
    await device.reports(first, told(said.alreadyInstalled));
    await device.becomes(first, { status: 'already-installed' });
    await device.twinBecomes(wished(first, { settled: true }));
    const shadow = await device.offered({ ...laterRollout(), wish: { ...wish, mode: 'shadow' } });
    await device.reports(shadow, told(said.activated), told(said.compared));
    await device.becomes(shadow, { status: 'compared', comparison: { frames: 10 } as never });
    await device.twinBecomes(wished(first, { settled: true }));
  });

  test('waits for its window (hawkBit#245)', async () => {
    const device = await joined();
    const until = new Date(clock.now().getTime() + 3_600_000).toISOString();
    const id = await device.offered();
    await device.reports(id, told(said.downloaded), told(said.verified), { state: 'deferred', until });
    await device.becomes(id, {
      status: 'deferred',
      step: 'activate',
      deferredUntil: until,
      deadline: new Date(Date.parse(until) + 3_600_000).toISOString(),
    });
  });
});

describe('a deployment never hangs (hawkBit#693)', () => {
  test('a silent device times out, step by step, and by the server’s clock', async () => {
    const { device, first } = await settled();
    const silent = await device.offered(laterRollout());
    await device.twinBecomes(wished(silent));
    clock.leap(1440);
    await device.becomes(silent, { status: 'timed-out', failure: { code: 'timed-out.accept' } as never });
    await device.twinBecomes(wished(first, { settled: true }));
    const stuck = await device.offered(laterRollout());
    await device.reports(stuck, told(said.accepted));
    await device.becomes(stuck, { status: 'accepted' });
    clock.leap(121);
    await device.becomes(stuck, { status: 'timed-out', failure: { code: 'timed-out.download' } as never });
    await device.reports(stuck, told(said.confirmed));
    await device.becomes(stuck, { status: 'timed-out', late: told(said.confirmed) });
  });

  test('also over a restart of the service', async () => {
    const device = await joined();
    const id = await device.offered();
    await device.reports(id, told(said.downloaded));
    await device.becomes(id, { status: 'downloaded' });
    await fleet.close();
    await device.reports(id, told(said.verified));
    clock.leap(30);
    await fleet.open();
    await device.becomes(id, { status: 'timed-out', failure: { code: 'timed-out.install' } as never });
    await device.twinBecomes(null);
  });
});

describe('a cancel (hawkBit#950, #1318)', () => {
  test('closes at once what no device has accepted', async () => {
    const { device, first } = await settled();
    const id = await device.offered(laterRollout());
    expect((await cancel(id)).body).toMatchObject({ status: 'cancelled', cancelCause: 'user' });
    expect((await cancel(id)).code).toBe('deployment.closed');
    await device.twinBecomes(wished(first, { settled: true }));
  });

  test('that is refused returns to where it was; the next one has another number', async () => {
    const device = await joined();
    const id = await device.offered();
    await device.reports(id, told(said.downloaded));
    await device.becomes(id, { status: 'downloaded' });
    expect((await cancel(id)).body).toMatchObject({ status: 'cancelling' });
    expect((await cancel(id)).code).toBe('deployment.cancelling');
    await device.twinBecomes(wished(id, { cancel: 1 }));
    await device.reports(id, { state: 'cancel-refused', cancel: 1, reason: 'It is being swapped.' });
    await device.becomes(id, { status: 'downloaded', cancelRefusal: 'It is being swapped.' });
    await device.twinBecomes(wished(id));
    await cancel(id);
    await device.twinBecomes(wished(id, { cancel: 2 }));
    await device.reports(id, told(said.cancelled));
    await device.becomes(id, { status: 'cancelled', cancelCause: 'user' });
    await device.twinBecomes(null);
  });

  test('that is not answered ends after ten minutes; by force it asks nobody', async () => {
    const device = await joined();
    const id = await device.offered();
    await device.reports(id, told(said.accepted));
    await device.becomes(id, { status: 'accepted' });
    await cancel(id);
    await device.twinBecomes(wished(id, { cancel: 1 }));
    clock.leap(10);
    await device.becomes(id, { status: 'cancelled', cancelCause: 'unanswered' });
    const other = await device.offered(laterRollout());
    await device.reports(other, ...whole);
    await device.becomes(other, { status: 'active' });
    expect((await cancel(other, { force: true })).body).toMatchObject({ cancelCause: 'forced' });
    await device.twinBecomes(null);
  });

  test('is for those who manage deployments', async () => {
    const id = await (await joined()).offered();
    const path = `POST /deployments/${id}/cancel`;
    expect((await fleet.call(path, { json: {}, as: 'user' })).status).toBe(403);
    expect((await fleet.call(`GET /deployments/${id}`, { as: 'user' })).status).toBe(200);
    expect((await fleet.call(`GET /deployments/${id}`, { as: 'nobody' })).status).toBe(401);
    expect((await fleet.call(`GET /deployments/${randomUUID()}`)).code).toBe('deployment.not-found');
    expect((await fleet.call(`GET /deployments/${randomUUID()}/timeline`)).code).toBe('deployment.not-found');
  });
});

describe('two deployments of one device', () => {
  test('the newer plan goes before the older one, whatever arrives first', async () => {
    const device = await joined();
    const older = offer({ rolloutId: randomUUID(), plannedAt: '2026-11-26T08:00:00.000Z' });
    const newest = await device.offered({ rolloutId: randomUUID(), plannedAt: '2026-11-26T10:00:00.000Z' });
    await device.twinBecomes(wished(newest));
    const late = await device.offered(older);
    await device.becomes(late, { status: 'superseded' });
    const told = await device.twinBecomes(wished(newest));
    const next = await device.offered(laterRollout());
    await device.becomes(newest, { status: 'superseded' });
    const after = await device.twinBecomes(wished(next));
    expect(after.position).toBeGreaterThan(told.position);
  });
});

describe('a device that leaves', () => {
  test('takes its deployment with it; when it is back it is offered models again', async () => {
    const { device, first } = await settled();
    const id = await device.offered(laterRollout());
    await device.reports(id, ...whole);
    await device.becomes(id, { status: 'active' });
    await device.tell({ type: 'DeviceSuspended', data: {} });
    await device.becomes(id, { status: 'decommissioned' });
    await device.twinBecomes(wished(first, { settled: true }));
    const refused = await device.offered(laterRollout());
    await device.becomes(refused, { status: 'decommissioned' });
    await device.tell({ type: 'DeviceResumed', data: {} });
    const again = await device.offered(laterRollout());
    await device.twinBecomes(wished(again));
    await device.tell({ type: 'DeviceRetired', data: {} });
    await device.becomes(again, { status: 'decommissioned' });
    await device.twinBecomes(null);
  });
});

describe('reports', () => {
  test('twice and in any order lead to the same end, once in the log', async () => {
    const device = await joined();
    const id = await device.offered();
    const story = [...whole, told(said.confirmed)];
    await device.reports(id, told(said.verified), told(said.accepted), told(said.verified));
    await device.reports(id, ...story.toReversed());
    await device.reports(id, ...story);
    await device.becomes(id, { status: 'confirmed', late: null });
    const marker = await device.offered(laterRollout());
    await device.reports(marker, told(said.failed));
    await device.becomes(marker, { status: 'failed' });
    expect(await device.show(id)).toMatchObject({ status: 'confirmed', version: 4, late: null });
  });

  test('of another device, and lies, are refused and counted; what comes behind them is taken', async () => {
    const victim = await joined();
    const thief = await joined();
    const id = await victim.offered();
    const own = await thief.offered({ rolloutId: randomUUID() });
    await thief.reports(id, told(said.failed));
    await thief.reports(randomUUID(), told(said.confirmed));
    await thief.reports(own, { state: 'confirmed', results: 20, meanScore: 0.1 }, told(said.failed));
    await thief.becomes(own, { status: 'failed' });
    expect(await victim.show(id)).toMatchObject({ status: 'offered', version: 1 });
    const codes = fleet.logged.map(({ code }) => code);
    expect(codes).toContain('deployment.not-yours');
    expect(codes).toContain('deployment.not-found');
    expect(codes).toContain('deployment.report-invalid');
  });
});

describe('what judged when', () => {
  test('is told by device and by time', async () => {
    const { device, first } = await settled();
    const between = clock.now().toISOString();
    clock.leap(1);
    const other = { ...model, version: 'v1.4', artifact: { digest: 'd'.repeat(64), bytes: 1000 } };
    const second = await device.offered({ ...laterRollout(), wish: { ...wish, model: other } });
    const known = await release(fleet, 42);
    const restored = { ...previous, digest: digestOf(42) };
    await device.reports(second, ...whole, { ...said.rolledBack.report, restored } as DeploymentReport);
    await device.becomes(second, { status: 'rolled-back' });
    const list = (query: string) =>
      fleet.ok<{ items: Installation[]; nextPageToken: string }>(
        `GET /installations?deviceId=${device.id}${query}`,
      );
    const history = [
      { how: 'restored', model: restored, modelId: known, deploymentId: second, until: null },
      { how: 'activated', confirmed: false, modelId: model.modelId, model: { version: 'v1.4' } },
      { how: 'activated', confirmed: true, model: { version: 'v1.3' }, deploymentId: first },
    ];
    const items = await fleet.eventually(async () => {
      const found = (await list('')).items;
      expect(found).toMatchObject(history);
      return found;
    });
    expect(items[1]?.until).toBe(items[0]?.since);
    expect(items[2]?.until).toBe(items[1]?.since);
    expect((await list(`&at=${between}`)).items).toEqual([items[2]]);
    const page = await list('&pageSize=2');
    expect(page.items).toEqual(items.slice(0, 2));
    expect((await list(`&pageSize=2&pageToken=${page.nextPageToken}`)).items).toEqual(items.slice(2));
    const everywhere = await fleet.ok<{ items: Installation[] }>(`GET /installations?at=${between}`);
    expect(everywhere.items.filter(({ deviceId }) => deviceId === device.id)).toEqual([items[2]]);
  });
});

describe('what judged while the device was away', () => {
  test('is told once it is back, and so is what it went back to by itself', async () => {
    const { device, first } = await settled();
    const other = { ...model, version: 'v1.4', artifact: { digest: 'd'.repeat(64), bytes: 1000 } };
    const second = await device.offered({ ...laterRollout(), wish: { ...wish, model: other } });
    clock.leap(1440);
    await device.becomes(second, { status: 'timed-out' });
    await device.reports(second, ...whole, told(said.confirmed));
    const replaced = { name: other.name, version: 'v1.4', digest: 'd'.repeat(64) };
    const restored = { state: 'restored', replaced, at: clock.now().toISOString() } as const;
    // It comes twice.
    await device.reports(first, restored, restored);
    const history = [
      { how: 'restored', confirmed: true, model: { version: 'v1.3' }, modelId: model.modelId, until: null },
      { how: 'activated', confirmed: false, model: { version: 'v1.4' }, deploymentId: second },
      { how: 'activated', confirmed: true, model: { version: 'v1.3' }, deploymentId: first },
    ];
    const list = `GET /installations?deviceId=${device.id}`;
    await fleet.eventually(async () =>
      expect((await fleet.ok<{ items: Installation[] }>(list)).items).toMatchObject(history),
    );
    expect(await device.show(first)).toMatchObject({ status: 'confirmed' });
    const steps = await fleet.ok<{ items: object[] }>(`GET /deployments/${first}/timeline`);
    expect(steps.items.at(-1)).toMatchObject({ status: 'restored', detail: 'in place of digits v1.4' });
  });
});

describe('a rollout asks', () => {
  test('where its devices are, which of them failed and why', async () => {
    const rolloutId = randomUUID();
    const about = { rolloutId, plannedAt: clock.now().toISOString() };
    const [failing, going, done] = [await joined(), await joined(), await joined()];
    const failed = await failing.offered(about);
    const open = await going.offered({ ...about, group: 1 });
    const ended = await done.offered({ ...about, group: 1 });
    await failing.reports(failed, told(said.failed));
    await going.reports(open, told(said.downloading));
    await done.reports(ended, ...whole, told(said.confirmed));
    await failing.becomes(failed, { status: 'failed' });
    await going.becomes(open, { status: 'accepted', progress: { kind: 'download' } as never });
    await done.becomes(ended, { status: 'confirmed' });
    const { view } = fleet.deployment.parts.doors.deployments;
    const counts = await view.countsOf([rolloutId], 0);
    expect(counts.toSorted((a, b) => (a.place < b.place ? -1 : 1))).toEqual([
      { rolloutId, group: 1, place: 'downloading', deployments: 1 },
      { rolloutId, group: 0, place: 'failed', deployments: 1 },
      { rolloutId, group: 1, place: 'succeeded', deployments: 1 },
    ]);
    expect(await view.openOf(rolloutId, 0)).toEqual([open]);
    expect(await view.failedOf(rolloutId, 0)).toEqual([{ deviceId: failing.id, attempt: 1 }]);
    expect(await view.failuresOf(rolloutId, 0)).toEqual([{ code: 'score.low', devices: 1 }]);
    await failing.offered({ ...about, attempt: 2, group: 2 });
    expect(await view.failedOf(rolloutId, 0)).toEqual([]);
    expect(await view.failuresOf(rolloutId, 0)).toEqual([]);
    const q = encodeURIComponent(`rolloutId==${rolloutId};group==1;status==confirmed`);
    const { items } = await fleet.ok<{ items: Deployment[] }>(`GET /deployments?q=${q}`);
    expect(items.map(({ id }) => id)).toEqual([ended]);
  });
});
