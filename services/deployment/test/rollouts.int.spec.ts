import type { Rollout, RolloutEvent } from '@tutti/contracts/deployment';
import { subjectOf } from '@tutti/event-store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Fleet } from './deployment.fixture';
import { join, release, uuidOf } from './fleet-events.fixture';
import { groupOf, number, rest, RolloutDevices, said } from './rollout-devices.fixture';

interface List<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken: string;
}

let fleet: Fleet;
let devices: RolloutDevices;
let modelId: string;
let joined = 0;

beforeAll(async () => {
  fleet = await Fleet.start();
  devices = new RolloutDevices(fleet);
  modelId = await release(fleet, 1, { passes: true });
});
afterAll(() => fleet.stop());

/** So many devices of a site of their own. */
const site = async (name: string, count: number): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) ids.push(await join(fleet, ++joined, { tags: { site: name } }));
  return ids;
};
const at = (name: string, more: object = {}) => ({
  name: `Lids at ${name}`,
  modelId,
  target: { kind: 'filter', filter: `tags.site==${name}` },
  ...more,
});
const tell = (id: string, command: string, json?: unknown) =>
  fleet.call<Rollout>(`POST /rollouts/${id}/${command}`, json === undefined ? {} : { json });
const resume = (id: string) => fleet.change<Rollout>(`POST /rollouts/${id}/resume`, `/rollouts/${id}`);

const history = async (id: string): Promise<readonly RolloutEvent[]> => {
  const { log } = fleet.deployment.parts.base;
  const subjects = [subjectOf('deployment', 'rollout', id)];
  const commits = await log.page({ subjects, after: 0, limit: 1000 });
  return commits.flatMap(({ events }) => events.map(({ event }) => event as RolloutEvent));
};
const typesOf = async (id: string): Promise<readonly string[]> => (await history(id)).map(({ type }) => type);
/** Nothing is offered between a pause and what ends it. */
const expectNoWaveWhilePaused = async (id: string): Promise<void> => {
  let pausedNow = false;
  for (const type of await typesOf(id)) {
    if (type === 'RolloutPaused') pausedNow = true;
    if (type === 'RolloutResumed') pausedNow = false;
    expect(pausedNow && type === 'WaveOffered').toBe(false);
  }
};

describe('a rollout in stages', () => {
  test('goes from group to group as its devices answer, over a restart of the service in between', async () => {
    await site('stages', 6);
    const groups = [groupOf('Canary', number(1)), groupOf('Early', number(2)), groupOf('All', rest)];
    const { id } = await devices.start(at('stages', { groups }));
    await devices.answer(id, 1, said.has);
    await fleet.close();
    await fleet.open();
    await devices.answer(id, 2, said.has);
    await devices.until(id, {
      groups: [{ status: 'passed' }, { status: 'passed' }, { status: 'running' }],
    });
    await fleet.close();
    await fleet.open();
    await devices.answer(id, 3, said.has);
    const done = await devices.until(id, { status: 'finished' });
    expect(done.counts).toMatchObject({ devices: 6, waiting: 0, succeeded: 6, failed: 0, other: 0 });
    expect(done.groups.map(({ counts }) => counts.succeeded)).toEqual([1, 2, 3]);
    expect((await history(id)).at(-1)).toEqual({
      type: 'RolloutFinished',
      data: { succeeded: 6, failed: 0, other: 0 },
    });
    expect(await tell(id, 'pause')).toMatchObject({ status: 409, code: 'rollout.ended' });
  });

  test('keeps to its pace', async () => {
    await site('pace', 5);
    const pacing = { perMinute: 1000, mostInFlight: 2, jitterSeconds: 0 };
    const { id } = await devices.start(at('pace', { pacing }));
    await devices.answer(id, 2, said.has);
    await devices.answer(id, 2, said.has);
    await devices.answer(id, 1, said.has);
    await devices.until(id, { status: 'finished' });
  });

  test('offers every device what it needs to know', async () => {
    const [deviceId] = await site('offer', 1);
    const { id, plannedAt } = await devices.start(at('offer', { latencyBudgetMs: 50 }));
    const [deployment] = await devices.offered(id, 1);
    expect(deployment).toMatchObject({ deviceId, rolloutId: id, attempt: 1, group: 0, model: { modelId } });
    expect(deployment).toMatchObject({ rolloutName: 'Lids at offer' });
    const { log } = fleet.deployment.parts.base;
    const subjects = [subjectOf('deployment', 'device-deployment', deployment?.id ?? '')];
    const [commit] = await log.page({ subjects, after: 0, limit: 1 });
    expect(commit?.events[0]?.event.data).toMatchObject({ plannedAt, wish: { latencyBudgetMs: 50 } });
    await tell(id, 'stop', {});
  });
});

describe('errors', () => {
  test('pause it, and nothing follows until a person has seen them', async () => {
    await site('errors', 4);
    const groups = [groupOf('Canary', number(2)), groupOf('All', rest, { successPercent: 50 })];
    const { id } = await devices.start(at('errors', { groups }));
    await devices.answer(id, 2, said.fails);
    const held = await devices.until(id, { status: 'paused', paused: { cause: 'errors', group: 0 } });
    expect(held).toMatchObject({ counts: { failed: 2, waiting: 2 } });
    expect(held.failures).toEqual([{ code: 'disk.full', devices: 2 }]);
    expect((await resume(id)).body).toMatchObject({ status: 'running', paused: null });
    await devices.answer(id, 2, said.has);
    await devices.until(id, {
      status: 'finished',
      groups: [{ status: 'failed' }, { status: 'passed' }],
      counts: { failed: 2, succeeded: 2 },
    });
    await expectNoWaveWhilePaused(id);
  });

  test('are tried again, behind the groups', async () => {
    await site('retry', 2);
    const groups = [groupOf('All', rest, { error: { kind: 'count', count: 2 } })];
    const { id } = await devices.start(at('retry', { groups }));
    const [first, second] = await devices.offered(id, 2);
    if (!first || !second) throw new Error('Nothing was offered.');
    await devices.say([first], said.has);
    await devices.say([second], said.fails);
    await devices.until(id, { status: 'paused', groups: [{ status: 'failed' }] });
    const other = await tell(id, 'retry', { deviceIds: [first.deviceId] });
    expect(other).toMatchObject({ status: 409, code: 'rollout.nothing-to-retry' });
    const retried = await tell(id, 'retry', {});
    expect(retried.body.groups[1]).toMatchObject({ kind: 'tail', counts: { devices: 1, waiting: 1 } });
    expect(await tell(id, 'retry', {})).toMatchObject({ code: 'rollout.nothing-to-retry' });
    await resume(id);
    const [again] = await devices.answer(id, 1, said.has);
    expect(again).toMatchObject({ deviceId: second.deviceId, attempt: 2, group: 1 });
    const done = await devices.until(id, { status: 'finished', counts: { devices: 2, succeeded: 2 } });
    expect(done).toMatchObject({ counts: { failed: 0, waiting: 0 }, failures: [] });
    expect(done.groups.map(({ counts }) => [counts.devices, counts.failed])).toEqual([
      [2, 1],
      [1, 0],
    ]);
    expect((await history(id)).at(-1)?.data).toEqual({ succeeded: 2, failed: 0, other: 0 });
  });
});

describe('people', () => {
  test('pause, resume and stop it; what is open is cancelled', async () => {
    await site('people', 4);
    const groups = [groupOf('Canary', number(1)), groupOf('All', rest)];
    const { id } = await devices.start(at('people', { groups }));
    const offers = await devices.offered(id, 1);
    expect((await tell(id, 'pause')).body).toMatchObject({ status: 'paused', paused: { cause: 'person' } });
    await devices.say(offers, said.has);
    await devices.until(id, { counts: { succeeded: 1 } });
    expect(await typesOf(id)).not.toContain('GroupPassed');
    expect(await tell(id, 'resume')).toMatchObject({ status: 428 });
    expect((await resume(id)).body).toMatchObject({ status: 'running' });
    await devices.offered(id, 3);
    const stopped = await tell(id, 'stop', { reason: 'Wrong model' });
    expect(stopped.body).toMatchObject({ status: 'stopped', reason: 'Wrong model' });
    await devices.until(id, { counts: { succeeded: 1, other: 3 } });
    await expectNoWaveWhilePaused(id);
  });

  test('pause and stop it however far behind the list of its devices is', async () => {
    await site('brake', 2);
    const groups = [groupOf('All', rest, { error: { kind: 'count', count: 2 } })];
    const { id } = await devices.start(at('brake', { groups }));
    const offers = await devices.offered(id, 2);
    const { log, projections } = fleet.deployment.parts.base;
    await projections.deployments.stop();
    const last = () => log.lastPosition(['evt.deployment.device-deployment.*']);
    const before = await last();
    await devices.say(offers.slice(1), said.fails);
    await fleet.eventually(async () => expect(await last()).toBeGreaterThan(before));
    expect(await tell(id, 'pause')).toMatchObject({ status: 200, body: { status: 'paused' } });
    expect(await tell(id, 'stop', {})).toMatchObject({ status: 200, body: { status: 'stopped' } });
    await fleet.close();
    await fleet.open();
  });

  test('look between groups where it is asked for', async () => {
    await site('look', 2);
    const groups = [groupOf('Canary', number(1), { onSuccess: 'pause' }), groupOf('All', rest)];
    const { id } = await devices.start(at('look', { groups }));
    await devices.answer(id, 1, said.has);
    await devices.until(id, { status: 'paused', paused: { cause: 'group-passed', group: 0 } });
    await resume(id);
    await devices.answer(id, 1, said.has);
    await devices.until(id, { status: 'finished' });
  });

  test('approve what somebody else has planned', async () => {
    await site('approval', 1);
    const { id } = await devices.plan(at('approval', { approval: true }));
    const path = `/rollouts/${id}`;
    expect(await fleet.change(`POST ${path}/start`, path)).toMatchObject({ code: 'rollout.not-ready' });
    expect(await fleet.change(`POST ${path}/approve`, path)).toMatchObject({
      status: 403,
      code: 'rollout.own-approval',
    });
    const approved = await fleet.change<Rollout>(`POST ${path}/approve`, path, { user: 'colleague' });
    expect(approved.body).toMatchObject({ status: 'ready', approvedBy: 'user:colleague' });
    const second = await devices.plan(at('approval', { approval: true }));
    const there = `/rollouts/${second.id}`;
    const refused = await fleet.change<Rollout>(`POST ${there}/refuse`, there, {
      user: 'colleague',
      json: { reason: 'Not on a Friday' },
    });
    expect(refused.body).toMatchObject({ status: 'refused', reason: 'Not on a Friday' });
  });

  test('need the permission', async () => {
    expect(await fleet.call('GET /rollouts', { as: 'user' })).toMatchObject({ status: 200 });
    const json = at('stages');
    expect(await fleet.call('POST /rollouts', { json, as: 'user' })).toMatchObject({ status: 403 });
    expect(await fleet.call(`GET /rollouts/${uuidOf(999)}`)).toMatchObject({ code: 'rollout.not-found' });
  });
});

describe('time and change', () => {
  test('it starts by itself when its time has come', async () => {
    await site('time', 1);
    const startAt = new Date(Date.now() + 1000).toISOString();
    const { id, status } = await devices.plan(at('time', { startAt }));
    expect(status).toBe('ready');
    await devices.answer(id, 1, said.has);
    await devices.until(id, { status: 'finished' });
  });

  test('devices that come to match join at the end, once', async () => {
    await site('late', 1);
    const joinUntil = new Date(Date.now() + 3_600_000).toISOString();
    const { id } = await devices.start(at('late', { joinUntil }));
    await devices.answer(id, 1, said.has);
    await devices.until(id, { status: 'running', groups: [{ status: 'passed' }] });
    const [late] = await site('late', 1);
    const [offer] = await devices.answer(id, 1, said.has);
    expect(offer).toMatchObject({ deviceId: late, group: 1, attempt: 1 });
    const through = await devices.until(id, { groups: [{}, { kind: 'tail', status: 'passed' }] });
    expect(through).toMatchObject({ status: 'running', counts: { devices: 2, succeeded: 2 } });
    await tell(id, 'stop', {});
  });

  test('of two rollouts of one stream to one target only the newer takes devices that join', async () => {
    await site('newest', 1);
    const joinUntil = new Date(Date.now() + 3_600_000).toISOString();
    const older = await devices.start(at('newest', { joinUntil }));
    const newer = await devices.start(at('newest', { joinUntil }));
    const joinable = () => fleet.deployment.parts.doors.rollouts.view.joinable(new Date());
    expect(await joinable()).toContain(newer.id);
    expect(await joinable()).not.toContain(older.id);
    await tell(newer.id, 'pause');
    expect(await joinable()).not.toContain(older.id);
    await tell(newer.id, 'stop', {});
    expect(await joinable()).toContain(older.id);
    await tell(older.id, 'stop', {});
  });

  test('a newer rollout takes over the devices of an older one, which ends', async () => {
    await site('newer', 2);
    const older = await devices.start(at('newer'));
    await devices.offered(older.id, 2);
    const newer = await devices.start({
      ...at('newer'),
      modelId: await release(fleet, 2, { passes: true }),
    });
    await devices.answer(newer.id, 2, said.has);
    await devices.until(newer.id, { status: 'finished', counts: { succeeded: 2 } });
    await devices.until(older.id, { status: 'finished', counts: { other: 2 } });
  });
});

describe('a request', () => {
  test('that is repeated finds its rollout, though the fleet has changed since', async () => {
    await site('repeat', 1);
    const preview = await fleet.ok<{ planDigest: string }>('POST /rollouts/preview', { json: at('repeat') });
    const json = at('repeat', { planDigest: preview.planDigest });
    const headers = { 'idempotency-key': 'repeat' };
    const first = await fleet.call<Rollout>('POST /rollouts', { json, headers });
    expect(first).toMatchObject({ status: 201, etag: '"1"' });
    expect(first.headers.get('location')).toBe(`/api/v1/rollouts/${first.body.id}`);
    await site('repeat', 1);
    const again = await fleet.call<Rollout>('POST /rollouts', { json, headers });
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    expect(await fleet.call('POST /rollouts', { json })).toMatchObject({
      status: 412,
      code: 'rollout.plan-changed',
    });
  });

  test('for the list is filtered, ordered and paged', async () => {
    await site('list', 1);
    for (const name of ['List A', 'List B', 'List C']) await devices.plan({ ...at('list'), name });
    const query = 'q=name==List*;status==ready&sort=name:ASC&pageSize=2';
    const page = await fleet.ok<List<Rollout>>(`GET /rollouts?${query}`);
    expect(page.items.map(({ name }) => name)).toEqual(['List A', 'List B']);
    const next = await fleet.ok<List<Rollout>>(`GET /rollouts?${query}&pageToken=${page.nextPageToken}`);
    expect(next.items.map(({ name }) => name)).toEqual(['List C']);
  });

  test('shows the plan as it was stored, and who was left out', async () => {
    const [able] = await site('excluded', 1);
    const small: string[] = [];
    for (let n = 0; n < 3; n++)
      small.push(await join(fleet, ++joined, { tags: { site: 'excluded' }, memoryBytes: 1 }));
    const { id, excluded } = await devices.plan(at('excluded'));
    expect(excluded).toBe(3);
    const pages = await fleet.ok<List<{ deviceId: string; deviceName: string; reasons: string[] }>>(
      `GET /rollouts/${id}/excluded?pageSize=2`,
    );
    expect(pages.items).toHaveLength(2);
    const { items } = await fleet.ok<List<{ deviceId: string; deviceName: string; reasons: string[] }>>(
      `GET /rollouts/${id}/excluded?pageSize=2&pageToken=${pages.nextPageToken}`,
    );
    const all = [...pages.items, ...items];
    expect(all.map(({ deviceId }) => deviceId).sort()).toEqual([...small].sort());
    expect(all[0]).toMatchObject({
      deviceName: expect.stringMatching(/^Edge/) as string,
      reasons: ['memory'],
    });
    const manifest = await fleet.ok(`GET /rollouts/${id}/manifest`);
    expect(manifest).toMatchObject({ format: 'tutti-rollout/1', groups: [{ deviceIds: [able] }] });
  });
});

describe('one click back', () => {
  test('is a rollout of the earlier model, planned and started in one commit', async () => {
    await site('back', 2);
    const newest = await release(fleet, 3, { passes: true });
    for (const id of [modelId, newest]) {
      const rollout = await devices.start({ ...at('back'), modelId: id });
      await devices.answer(rollout.id, 2, said.has);
      await devices.until(rollout.id, { status: 'finished' });
    }
    const json = { target: at('back').target, reason: 'Counts the wrong lids' };
    const back = await fleet.call<Rollout>('POST /rollouts/rollback', { json });
    expect(back).toMatchObject({
      status: 201,
      body: { status: 'running', cause: { kind: 'rollback' }, reason: json.reason, model: { modelId } },
    });
    await devices.answer(back.body.id, 2, said.has);
    await devices.until(back.body.id, { status: 'finished' });
    const early = (await typesOf(back.body.id)).slice(0, 2);
    expect(early).toEqual(['RolloutPlanned', 'RolloutStarted']);
  });
});
