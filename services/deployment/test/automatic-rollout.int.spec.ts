import type { RolloutEvent, RolloutTemplate } from '@tutti/contracts/deployment';
import { transaction } from '@tutti/database';
import { subjectOf } from '@tutti/event-store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { automaticRolloutId } from '../src/template/roll-out-model';
import { template } from '../src/template/rollout-template.fixture';
import { Fleet } from './deployment.fixture';
import { found, join, modelEvents, release, uuidOf } from './fleet-events.fixture';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await Fleet.start();
  for (const n of [1, 2, 3]) await join(fleet, n, { tags: { kind: 'camera' } });
});
afterAll(() => fleet.stop());

let models = 100;
/** A model of the stream that may be deployed. */
const passing = (streamId: string): Promise<string> => release(fleet, models++, { streamId, passes: true });
const put = async (streamId: string, changes: Partial<RolloutTemplate> = {}) => {
  const path = `/rollout-templates/${streamId}`;
  const { etag } = await fleet.call(`GET ${path}`);
  const headers = etag === '' ? {} : { 'if-match': etag };
  return fleet.ok(`PUT ${path}`, { json: { ...template, ...changes }, headers });
};

const toldOf = async (modelId: string): Promise<readonly RolloutEvent[]> => {
  const subjects = [subjectOf('deployment', 'rollout', automaticRolloutId(modelId))];
  const commits = await fleet.deployment.parts.base.log.page({ subjects, after: 0, limit: 100 });
  return commits.flatMap(({ events }) => events.map(({ event }) => event as RolloutEvent));
};
const typesOf = async (modelId: string) => (await toldOf(modelId)).map(({ type }) => type);
const goesOut = (modelId: string) =>
  fleet.eventually(async () => expect(await typesOf(modelId)).toContain('RolloutPlanned'));

describe('models of a stream with a template', () => {
  test('go out by themselves from then on, as it says', async () => {
    const streamId = await found(fleet, 1, 0.4);
    const before = await passing(streamId);
    await put(streamId);
    const first = await passing(streamId);
    await goesOut(first);
    const [planned, started] = await toldOf(first);
    expect(started?.type).toBe('RolloutStarted');
    expect(planned?.data).toMatchObject({
      name: 'Lids v1.101',
      cause: { kind: 'template', streamId },
      groups: [
        { name: 'Canary', devices: 1 },
        { name: 'Rest', devices: 2 },
      ],
      wish: { confirmation: template.confirmation, windows: template.windows, latencyBudgetMs: 200 },
      joinUntil: expect.any(String) as unknown,
    });
    expect(await typesOf(before)).toEqual([]);
  });

  test('wait for somebody where it says so', async () => {
    const streamId = await found(fleet, 2);
    await put(streamId, { approval: true });
    const modelId = await passing(streamId);
    await goesOut(modelId);
    expect(await typesOf(modelId)).toEqual(['RolloutPlanned']);
  });

  test('stay where it is not active, was removed, or their gate says no', async () => {
    const streamId = await found(fleet, 3);
    await put(streamId, { active: false });
    const idle = await passing(streamId);
    await put(streamId);
    const failing = await release(fleet, models++, { streamId, passes: false });
    const unjudged = await release(fleet, models++, { streamId });
    const good = await passing(streamId);
    await goesOut(good);
    const path = `/rollout-templates/${streamId}`;
    await fleet.change(`DELETE ${path}`, path);
    const late = await passing(streamId);
    await put(streamId, { approval: true });
    await goesOut(await passing(streamId));
    for (const modelId of [idle, failing, unjudged, late]) expect(await typesOf(modelId)).toEqual([]);
  });

  test('do not go out behind a newer one', async () => {
    const streamId = await found(fleet, 4);
    await put(streamId);
    const n = models++;
    const older = uuidOf(n);
    const [registered, judged, signed] = modelEvents(n, { streamId, passes: true });
    if (!registered || !judged || !signed) throw new Error('A model is told in three events.');
    await fleet.tell('training', { aggregate: 'model', id: older }, registered, judged);
    await goesOut(await passing(streamId));
    await fleet.tell('training', { aggregate: 'model', id: older }, signed);
    const newest = await passing(streamId);
    await goesOut(newest);
    expect(await typesOf(older)).toEqual([]);
  });

  test('of which one cannot be planned: that is told, and the next one comes', async () => {
    const streamId = await found(fleet, 5);
    await put(streamId, { target: { kind: 'filter', filter: 'tags.kind==late' } });
    const nobody = await passing(streamId);
    await fleet.eventually(() =>
      expect(fleet.logged).toContainEqual(
        expect.objectContaining({
          msg: 'A model does not go out by itself',
          ...{ modelId: nobody, streamId, code: 'rollout.no-devices' },
        }),
      ),
    );
    const { log } = fleet.deployment.parts.base;
    const subjects = [`evt.deployment.automatic-rollout.${nobody}`];
    const [refused] = await log.page({ subjects, after: 0, limit: 1 });
    expect(refused?.events[0]?.event).toMatchObject({
      type: 'AutomaticRolloutRefused',
      data: { streamId, code: 'rollout.no-devices' },
    });
    for (const n of [11, 12]) await join(fleet, n, { tags: { kind: 'late' } });
    const next = await passing(streamId);
    await goesOut(next);
    expect(await typesOf(nobody)).toEqual([]);
  });

  test('go out once, also when everything is read again', async () => {
    const streamId = await found(fleet, 6);
    await put(streamId);
    const modelId = await passing(streamId);
    await goesOut(modelId);
    const { database } = fleet.deployment.parts.base;
    const name = 'process:automatic-rollout';
    await fleet.deployment.parts.processes.automaticRollout.stop();
    await transaction(database, (manager) =>
      manager.query('DELETE FROM runtime_checkpoint WHERE name = ?', [name]),
    );
    await fleet.close();
    await fleet.open();
    const next = await passing(streamId);
    await goesOut(next);
    const all = [modelId, next].map(async (id) =>
      (await typesOf(id)).filter((type) => type === 'RolloutPlanned'),
    );
    expect(await Promise.all(all)).toEqual([['RolloutPlanned'], ['RolloutPlanned']]);
  });
});
