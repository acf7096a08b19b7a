import type { PlanRollout, RolloutTarget } from '@tutti/contracts/deployment';
import { DomainError } from '@tutti/kernel';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blobNamespace, readManifest } from '../src/rollout/plan/manifest';
import { group } from '../src/rollout/plan/plan.fixture';
import { Fleet } from './deployment.fixture';
import { deviceOf, digestOf, found, join, release, uuidOf } from './fleet-events.fixture';

let fleet: Fleet;
const plans = () => fleet.deployment.parts.doors.plans;
const kinds = ['camera', 'door', 'press'];
const [cameras, gone, odd] = [uuidOf(901), uuidOf(902), uuidOf(903)];
let modelId: string;

const define = (id: string, name: string, filter: string) =>
  fleet.tell('devices', { aggregate: 'device-group', id }, { type: 'GroupDefined', data: { name, filter } });

beforeAll(async () => {
  fleet = await Fleet.start();
  for (let n = 0; n < 30; n++)
    await join(fleet, n, {
      tags: { kind: kinds[n % 3] ?? '', line: String(n % 4) },
      ...(n % 10 === 9 ? { memoryBytes: 1000 } : {}),
    });
  await fleet.tell(
    'devices',
    { aggregate: 'device', id: deviceOf(0) },
    { type: 'DeviceSuspended', data: {} },
  );
  await fleet.tell('devices', { aggregate: 'device', id: deviceOf(1) }, { type: 'DeviceRetired', data: {} });
  await define(cameras, 'Cameras', 'tags.kind==camera');
  await define(gone, 'Gone', 'tags.kind==door');
  await fleet.tell('devices', { aggregate: 'device-group', id: gone }, { type: 'GroupDeleted', data: {} });
  await define(odd, 'By badge', 'badge==ready');
  const streamId = await found(fleet, 800, 0.6);
  modelId = await release(fleet, 1, { streamId, passes: true, bytes: 2000 });
});
afterAll(() => fleet.stop());

const everybody: RolloutTarget = { kind: 'filter', filter: 'id==*' };
const body = (changes: Partial<PlanRollout> = {}): PlanRollout => ({
  name: 'Lids',
  modelId,
  target: everybody,
  ...changes,
});
const plan = (changes: Partial<PlanRollout> = {}) => plans().plan(body(changes), { kind: 'person' });
const preview = (changes: Partial<PlanRollout> = {}) => plans().preview(body(changes));
const refusal = async (doing: Promise<unknown>): Promise<DomainError> => {
  const error = await doing.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DomainError);
  return error as DomainError;
};
const manifestOf = async (changes: Partial<PlanRollout> = {}) => {
  const { manifest } = await plan(changes);
  return readManifest(fleet.deployment.parts.base.blobs, manifest);
};
const planned = async (target: RolloutTarget): Promise<readonly string[]> => {
  const { groups } = await manifestOf({ target });
  return groups.flatMap(({ deviceIds }) => deviceIds).sort();
};
const numbers = (is: (n: number) => boolean): string[] =>
  Array.from({ length: 30 }, (_, n) => n)
    .filter((n) => n > 1 && n % 10 !== 9 && is(n))
    .map(deviceOf)
    .sort();

describe('the target of a rollout', () => {
  test('is a filter over what the fleet is, saved groups by name or id among it', async () => {
    await expect(planned({ kind: 'filter', filter: 'tags.kind==camera' })).resolves.toEqual(
      numbers((n) => n % 3 === 0),
    );
    await expect(
      planned({ kind: 'filter', filter: `group==cameras;tags.line=in=(1,2);agentVersion==0.1.*` }),
    ).resolves.toEqual(numbers((n) => n % 3 === 0 && [1, 2].includes(n % 4)));
    await expect(planned({ kind: 'filter', filter: `group!=${cameras}` })).resolves.toEqual(
      numbers((n) => n % 3 !== 0),
    );
  });

  test('is a saved group, as long as there is one', async () => {
    await expect(planned({ kind: 'group', groupId: cameras })).resolves.toEqual(numbers((n) => n % 3 === 0));
    for (const groupId of [gone, uuidOf(999)]) {
      const unknown = await refusal(preview({ target: { kind: 'group', groupId } }));
      expect(unknown).toMatchObject({
        code: 'rollout.target-unknown',
        faults: [{ pointer: '/target/groupId' }],
      });
    }
    const unusable = await refusal(preview({ target: { kind: 'group', groupId: odd } }));
    expect(unusable).toMatchObject({ code: 'rollout.target-unknown' });
    expect(unusable.message).toMatch(/By badge.*no field "badge"/);
  });

  test('is devices by their ids, all of which there must be', async () => {
    const some = [deviceOf(4), deviceOf(2)];
    await expect(planned({ kind: 'devices', deviceIds: some })).resolves.toEqual(some.sort());
    const target: RolloutTarget = { kind: 'devices', deviceIds: [deviceOf(4), deviceOf(77)] };
    const unknown = await refusal(preview({ target }));
    expect(unknown).toMatchObject({
      code: 'rollout.target-unknown',
      faults: [{ pointer: '/target/deviceIds' }],
    });
    expect(unknown.message).toContain(deviceOf(77));
  });

  test('that is no filter is refused where it stands', async () => {
    const target: RolloutTarget = { kind: 'filter', filter: 'height==5' };
    expect(await refusal(preview({ target }))).toMatchObject({
      code: 'query.invalid',
      faults: [{ pointer: '/target/filter' }],
    });
    const groups = [
      group('A', { kind: 'filter', filter: 'tags==' }),
      group('B', { kind: 'count', count: 1 }),
    ];
    expect(await refusal(preview({ groups }))).toMatchObject({
      code: 'query.invalid',
      faults: [{ pointer: '/groups/0/size/filter' }],
    });
  });

  test('that nobody matches, or nobody who can take the model, is refused', async () => {
    const nobody = await refusal(preview({ target: { kind: 'filter', filter: 'name==Nobody' } }));
    expect(nobody).toMatchObject({ code: 'rollout.no-devices' });
    const unable = await refusal(
      preview({ target: { kind: 'devices', deviceIds: [deviceOf(0), deviceOf(9)] } }),
    );
    expect(unable.message).toBe(
      '2 devices match the target, and none can take the model: not-registered 1, memory 1.',
    );
  });
});

describe('devices may join', () => {
  test('for ninety days from planning, and no longer', async () => {
    const inDays = (days: number) => ({
      joinUntil: new Date(Date.now() + days * 86_400_000).toISOString(),
    });
    await expect(plan(inDays(89))).resolves.toMatchObject({ joinUntil: expect.any(String) as unknown });
    for (const doing of [plan(inDays(91)), preview(inDays(91))])
      expect(await refusal(doing)).toMatchObject({
        code: 'request.invalid',
        faults: [{ pointer: '/joinUntil' }],
      });
  });
});

describe('who cannot take a model', () => {
  test('stands in the plan with the reason; who is no longer in the fleet does not', async () => {
    const { excluded } = await manifestOf();
    expect(excluded).toEqual(
      [
        { deviceId: deviceOf(0), reasons: ['not-registered'] },
        ...[9, 19, 29].map((n) => ({ deviceId: deviceOf(n), reasons: ['memory'] })),
      ].sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1)),
    );
    const shown = await preview();
    expect(shown.excluded).toMatchObject({
      devices: 4,
      byReason: [
        { reason: 'not-registered', devices: 1, first: [{ id: deviceOf(0), name: 'Edge 0' }] },
        { reason: 'memory', devices: 3 },
      ],
    });
  });
});

describe('a model', () => {
  test('must be there, signed, not retired, and judge pictures', async () => {
    expect(await refusal(preview({ modelId: uuidOf(404) }))).toMatchObject({ code: 'rollout.model-unknown' });
    const unsigned = await release(fleet, 2, { passes: true, signed: false });
    expect(await refusal(preview({ modelId: unsigned }))).toMatchObject({ code: 'rollout.model-unfit' });
    const retired = await release(fleet, 3, { passes: true });
    await fleet.tell('training', { aggregate: 'model', id: retired }, { type: 'ModelRetired', data: {} });
    expect(await refusal(plan({ modelId: retired }))).toMatchObject({ code: 'rollout.model-unfit' });
  });

  test('whose gate says no goes out with a reason alone; the preview warns', async () => {
    const failing = await release(fleet, 4, { passes: false });
    const { warnings } = await preview({ modelId: failing });
    expect(warnings.map(({ code }) => code)).toContain('gate-shut');
    expect(await refusal(plan({ modelId: failing }))).toMatchObject({ code: 'rollout.gate-shut' });
    await expect(plan({ modelId: failing, force: 'A demonstration' })).resolves.toMatchObject({
      force: 'A demonstration',
    });
    const unjudged = await release(fleet, 5);
    expect((await preview({ modelId: unjudged })).warnings[0]).toMatchObject({ code: 'never-judged' });
    await plan({ modelId: unjudged });
  });

  test('is told whole, with the floor of its stream', async () => {
    const data = await plan({ startAt: '2026-12-01T00:00:00Z', joinUntil: '2026-12-02T00:00:00Z' });
    expect(data).toMatchObject({
      model: {
        ...{ modelId, name: 'Lids', version: 'v1.1', task: 'image-classification' },
        artifact: { digest: digestOf(1), bytes: 2000 },
      },
      streamId: uuidOf(800),
      wish: { confirmation: { floor: 0.6 } },
      groups: [{ name: 'All devices', devices: 25 }],
      excluded: 4,
      cause: { kind: 'person' },
      startAt: '2026-12-01T00:00:00Z',
      joinUntil: '2026-12-02T00:00:00Z',
    });
  });
});

describe('what is shown before is what is stored (requirements 5.10, 15)', () => {
  const aFilter = fc.constantFrom(
    'tags.kind==camera',
    'tags.line=in=(1,2)',
    'group==Cameras',
    'tags.kind!=door',
  );
  const aTarget: fc.Arbitrary<RolloutTarget> = fc.oneof(
    aFilter.map((filter) => ({ kind: 'filter', filter }) as const),
    fc.constant(everybody),
    fc.constant({ kind: 'group', groupId: cameras } as const),
    fc
      .uniqueArray(fc.integer({ min: 0, max: 29 }), { minLength: 1, maxLength: 10 })
      .map((some) => ({ kind: 'devices' as const, deviceIds: some.map(deviceOf) })),
  );
  const aSize = fc.oneof(
    fc.integer({ min: 1, max: 100 }).map((percent) => ({ kind: 'percent', percent }) as const),
    fc.integer({ min: 1, max: 9 }).map((count) => ({ kind: 'count', count }) as const),
    aFilter.map((filter) => ({ kind: 'filter', filter }) as const),
  );

  test('whatever is asked for', () =>
    fc.assert(
      fc.asyncProperty(aTarget, fc.array(aSize, { minLength: 1, maxLength: 4 }), async (target, sizes) => {
        const groups = sizes.map((size, index) => group(`Group ${index}`, size));
        const shown = await preview({ target, groups }).catch((error: unknown) => error);
        if (shown instanceof DomainError) {
          expect(await refusal(plan({ target, groups }))).toMatchObject({ code: shown.code });
          return;
        }
        const { planDigest, ...seen } = shown as Awaited<ReturnType<typeof preview>>;
        const data = await plan({ target, groups, planDigest });
        expect(data.manifest.digest).toBe(planDigest);
        expect(data.groups.map(({ devices }) => devices)).toEqual(seen.groups.map(({ devices }) => devices));
        expect(data.excluded).toBe(seen.excluded.devices);
        const stored = await readManifest(fleet.deployment.parts.base.blobs, data.manifest);
        const all = [
          ...stored.groups.flatMap(({ deviceIds }) => deviceIds),
          ...stored.excluded.map(({ deviceId }) => deviceId),
        ];
        expect(new Set(all).size).toBe(all.length);
        expect(stored.groups.map(({ deviceIds }) => deviceIds.slice(0, 20))).toEqual(
          seen.groups.map(({ first }) => first.map(({ id }) => id)),
        );
        await expect(plans().members(data)).resolves.toHaveLength(seen.devices);
      }),
      { numRuns: 60 },
    ));

  test('a plan that is not the same any more is refused, with what it is now', async () => {
    const target: RolloutTarget = { kind: 'filter', filter: 'tags.kind==late' };
    await join(fleet, 50, { tags: { kind: 'late' } });
    const { planDigest } = await preview({ target });
    const before = await plan({ target, planDigest });
    await join(fleet, 51, { tags: { kind: 'late' } });
    expect(await refusal(plan({ target, planDigest }))).toMatchObject({
      code: 'rollout.plan-changed',
      params: { planDigest: (await preview({ target })).planDigest },
    });
    await expect(plans().members(before)).resolves.toHaveLength(2);
  });

  test('who joins late is told by saved groups as they were: whoever changes a group widens no rollout', async () => {
    const id = uuidOf(904);
    const about = { aggregate: 'device-group', id } as const;
    await define(id, 'Doors', 'tags.kind==door');
    const doors = numbers((n) => n % 3 === 1);
    const targets: RolloutTarget[] = [
      { kind: 'group', groupId: id },
      { kind: 'filter', filter: 'group==doors' },
    ];
    const before = await Promise.all(targets.map((target) => plan({ target })));
    const members = () => Promise.all(before.map(async (data) => [...(await plans().members(data))].sort()));
    for (const { savedGroups } of before)
      expect(savedGroups).toEqual([{ id, name: 'Doors', filter: 'tags.kind==door' }]);
    await fleet.tell('devices', about, {
      type: 'GroupRedefined',
      data: { name: 'All', filter: 'tags.kind=in=(door,press)' },
    });
    await expect(members()).resolves.toEqual([doors, doors]);
    await fleet.tell('devices', about, { type: 'GroupDeleted', data: {} });
    await expect(members()).resolves.toEqual([doors, doors]);
    expect(
      (await plan({ target: { kind: 'filter', filter: 'tags.kind==door' } })).savedGroups,
    ).toBeUndefined();
  });

  test('a stored manifest is the bytes that its digest says', async () => {
    const { manifest } = await plan();
    const blob = await fleet.deployment.parts.base.blobs.stat(blobNamespace, manifest.digest);
    expect(blob).toMatchObject({ sha256: manifest.digest, size: manifest.bytes });
  });
});

test('devices return to the model that they had before', async () => {
  const earlier = await release(fleet, 20, { passes: false });
  const target: RolloutTarget = { kind: 'devices', deviceIds: [deviceOf(2), deviceOf(3)] };
  const about = { rolloutId: uuidOf(1), group: 0 };
  const wish = (await plan()).wish;
  const stepMinutes = (await plan()).stepMinutes;
  const had = async (n: number, model: string, id: string) => {
    const { model: deployed } = await plan({ modelId: model, force: 'x' });
    const at = { ...about, deviceId: deviceOf(n) };
    const plannedAt = '2026-11-27T00:00:00.000Z';
    await fleet.tell(
      'deployment',
      { aggregate: 'device-deployment', id },
      {
        type: 'DeploymentOffered',
        data: { ...at, attempt: 1, plannedAt, wish: { ...wish, model: deployed }, stepMinutes },
      },
      { type: 'DeploymentConfirmed', data: { ...at, results: 20, meanScore: 0.9 } },
    );
  };
  await had(2, earlier, uuidOf(610));
  await had(2, modelId, uuidOf(611));
  expect(await refusal(plans().rollBack({ target }))).toMatchObject({ code: 'rollout.no-earlier-model' });
  await had(3, earlier, uuidOf(612));
  await had(3, modelId, uuidOf(613));
  const back = await plans().rollBack({ target, reason: 'Worse at night' });
  expect(back).toMatchObject({ modelId: earlier, target, force: 'Worse at night' });
  await expect(plans().plan(back, { kind: 'rollback' })).resolves.toMatchObject({
    cause: { kind: 'rollback' },
    groups: [{ devices: 2 }],
  });
  await expect(plans().rollBack({ target, modelId })).resolves.toMatchObject({ modelId });
  await expect(plans().rollBack({ target, modelId: earlier })).resolves.toMatchObject({
    force: 'It is the model from before.',
  });
  const never = await release(fleet, 21, { passes: false });
  const forth = await plans().rollBack({ target, modelId: never });
  expect(forth.name).not.toContain('Back to');
  expect(await refusal(plans().plan(forth, { kind: 'rollback' }))).toMatchObject({
    code: 'rollout.gate-shut',
    message: expect.stringContaining('`reason`') as unknown,
  });
  await had(2, earlier, uuidOf(614));
  await had(3, earlier, uuidOf(615));
  expect(await refusal(plans().rollBack({ target }))).toMatchObject({ code: 'rollout.no-earlier-model' });
});
