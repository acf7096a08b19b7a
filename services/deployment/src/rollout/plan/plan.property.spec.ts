import { createHash } from 'node:crypto';
import { rolloutManifest, rolloutPreview, type PlanRollout } from '@tutti/contracts/deployment';
import { DomainError } from '@tutti/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TargetDevice } from '../../fleet/target-devices';
import { incompatibilities } from './compatibility';
import { draftOf, type Draft } from './draft';
import { group, model } from './plan.fixture';
import { previewOf } from './preview';
import { settledPolicy } from './settled-policy';

type Groups = NonNullable<PlanRollout['groups']>;

const aDevice: fc.Arbitrary<TargetDevice> = fc.record({
  id: fc.string({
    unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567'),
    minLength: 26,
    maxLength: 26,
  }),
  name: fc.string({ maxLength: 8 }),
  lifecycle: fc.constantFrom('registered', 'registered', 'registered', 'suspended'),
  online: fc.boolean(),
  agentVersion: fc.constantFrom(...Array<string>(9).fill('0.1.0'), '1.2.3', '0.0.1', 'none', null),
  memoryBytes: fc.constantFrom(...Array<number>(9).fill(4e9), 1000, null),
  spareDiskBytes: fc.constantFrom(...Array<number>(9).fill(8e9), 1000, null),
  modelDigest: fc.constantFrom(null, model.artifact.digest, 'c'.repeat(64)),
  modelTask: fc.constantFrom('classification', 'detection', null),
  matches: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
});

const aSize: fc.Arbitrary<Groups[number]['size']> = fc.oneof(
  fc.integer({ min: 1, max: 100 }).map((percent) => ({ kind: 'percent', percent }) as const),
  fc.integer({ min: 1, max: 6 }).map((count) => ({ kind: 'count', count }) as const),
  fc.constant({ kind: 'filter', filter: 'tags.kind==camera' } as const),
);

const aPlan = fc.record({
  devices: fc.uniqueArray(aDevice, { selector: ({ id }) => id, maxLength: 40 }),
  sizes: fc.array(aSize, { minLength: 1, maxLength: 3 }),
  mode: fc.constantFrom('replace' as const, 'shadow' as const),
});

const planOf = (
  { sizes, mode }: { readonly sizes: Groups[number]['size'][]; readonly mode: 'replace' | 'shadow' },
  devices: readonly TargetDevice[],
): Draft | undefined => {
  const groups = sizes.map((size, index) => group(`Group ${index}`, size));
  const target = { kind: 'filter', filter: 'id==*' } as const;
  const policy = settledPolicy({ name: 'x', modelId: model.modelId, target, mode, groups }, 0.5);
  try {
    return draftOf(model, policy, devices);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(['rollout.no-devices', 'rollout.groups-unfit']).toContain(error.code);
    return undefined;
  }
};

test('every device is in exactly one group or excluded, whatever the fleet; what is shown is what is stored', () => {
  let planned = 0;
  fc.assert(
    fc.property(aPlan, (wanted) => {
      const { devices, mode } = wanted;
      const draft = planOf(wanted, devices);
      if (!draft) return;
      planned += 1;
      const stored = rolloutManifest.parse(JSON.parse(Buffer.from(draft.bytes).toString()));
      const inGroups = stored.groups.flatMap(({ deviceIds }) => deviceIds);
      const excluded = stored.excluded.map(({ deviceId }) => deviceId);
      expect([...inGroups, ...excluded].sort()).toEqual(devices.map(({ id }) => id).sort());
      for (const { deviceIds } of stored.groups) expect(deviceIds).not.toHaveLength(0);
      for (const one of devices) {
        const reasons = incompatibilities(one, { model, mode });
        expect(stored.excluded.find(({ deviceId }) => deviceId === one.id)?.reasons ?? []).toEqual(reasons);
      }
      const preview = rolloutPreview.parse(previewOf(draft, { gate: 'passes', busy: new Map() }));
      expect(preview.planDigest).toBe(createHash('sha256').update(draft.bytes).digest('hex'));
      expect(preview.groups.map((one) => one.devices)).toEqual(
        stored.groups.map(({ deviceIds }) => deviceIds.length),
      );
      expect(preview.groups.map(({ first }) => first.map(({ id }) => id))).toEqual(
        stored.groups.map(({ deviceIds }) => deviceIds.slice(0, 20)),
      );
      expect(preview.devices).toBe(inGroups.length);
      expect(preview.excluded.devices).toBe(excluded.length);
    }),
    { numRuns: 500 },
  );
  expect(planned).toBeGreaterThan(100);
});

test('a plan is the same bytes in whatever order the fleet is read', () =>
  fc.assert(
    fc.property(
      aPlan.chain((plan) =>
        fc.tuple(fc.constant(plan), fc.shuffledSubarray(plan.devices, { minLength: plan.devices.length })),
      ),
      ([wanted, shuffled]) => {
        expect(planOf(wanted, shuffled)?.digest).toBe(planOf(wanted, wanted.devices)?.digest);
      },
    ),
  ));

test('another model begins with other devices', () => {
  const devices = Array.from({ length: 50 }, (_, n) => ({
    ...fc.sample(aDevice, { numRuns: 1, seed: n })[0],
  })) as TargetDevice[];
  const able = devices.map((one) => ({
    ...one,
    lifecycle: 'registered' as const,
    agentVersion: '0.1.0',
    memoryBytes: 4e9,
    spareDiskBytes: 8e9,
  }));
  const target = { kind: 'filter', filter: 'id==*' } as const;
  const policy = settledPolicy({ name: 'x', modelId: model.modelId, target }, null);
  const first = (modelId: string) =>
    draftOf({ ...model, modelId }, policy, able).groups[0]?.map(({ id }) => id);
  expect(first('0191e5a0-0000-7000-8000-0000000000a2')).not.toEqual(first(model.modelId));
});
