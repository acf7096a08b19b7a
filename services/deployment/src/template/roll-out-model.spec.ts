import { Aggregates, MemoryEventLog, MemorySnapshotStore } from '@tutti/event-store';
import type { Logger } from '@tutti/runtime';
import { expect, test } from 'vitest';
import { refused } from '../refused.decider';
import { rolloutDecider } from '../rollout/rollout.decider';
import { plannedData } from '../rollout/rollout.fixture';
import { automaticRolloutId, ModelRoller } from './roll-out-model';
import { rolloutTemplateDecider } from './rollout-template.decider';
import { template } from './rollout-template.fixture';

const modelId = '0191e5a0-0000-7000-8000-0000000000a1';
const streamId = '0191e5a0-0000-7000-8000-0000000000b1';

test('a model that has gone out is not refused when that is asked for again, whatever has become of the fleet', async () => {
  const log = new MemoryEventLog();
  const aggregates = new Aggregates(log, new MemorySnapshotStore());
  await aggregates.handle(
    rolloutTemplateDecider,
    streamId,
    { type: 'SetTemplate', template, isFirst: true },
    {},
  );
  const command = { type: 'PlanRollout', planned: plannedData(), start: true } as const;
  const { position } = await aggregates.handle(rolloutDecider, automaticRolloutId(modelId), command, {});
  const roller = new ModelRoller({
    aggregates,
    database: undefined as never,
    projections: { models: { waitFor: () => Promise.resolve() } as never },
    clock: { now: () => new Date(0) },
    logger: { warn: () => undefined } as unknown as Logger,
    plans: { plan: () => Promise.reject(refused('rollout.no-devices', 'All were suspended.')) },
  });
  const context = { id: 'again', metadata: {}, signal: AbortSignal.timeout(5000) } as never;
  await roller.handle({ type: 'RollOutModel', modelId, streamId, position }, context);
  expect(await log.lastPosition(['evt.deployment.*.*'])).toBe(position);
});
