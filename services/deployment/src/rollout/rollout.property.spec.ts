import type { RolloutEvent } from '@tutti/contracts/deployment';
import { DomainError } from '@tutti/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rolloutDecider, type RolloutCommand } from './rollout.decider';
import { admit, colleague, deviceOf, plannedData, planner, policy } from './rollout.fixture';
import { currentGroup, hasEnded, type RolloutState } from './rollout.state';

const { decide, evolve, initialState } = rolloutDecider;

const group = fc.nat({ max: 3 });
const commands: fc.Arbitrary<RolloutCommand> = fc.oneof(
  fc.constantFrom<RolloutCommand>(
    { type: 'ApproveRollout', by: colleague, plannedBy: planner },
    { type: 'StartRollout' },
    { type: 'PauseRollout', cause: 'person' },
    { type: 'ResumeRollout' },
    { type: 'FinishRollout', succeeded: 0, failed: 0, other: 0 },
  ),
  group.map((group) => ({ type: 'StartGroup', group }) as const),
  fc
    .record({ group, from: fc.nat({ max: 6 }), count: fc.integer({ min: 1, max: 6 }) })
    .map((wave) => ({ type: 'OfferWave', ...wave }) as const),
  group.map((group) => ({ type: 'PassGroup', group, pause: false }) as const),
  fc
    .record({ group, failed: fc.nat({ max: 3 }), pause: fc.boolean() })
    .map((failed) => ({ type: 'FailGroup', ...failed }) as const),
  fc
    .record({ group, resumed: fc.nat({ max: 2 }) })
    .map((pause) => ({ type: 'PauseRollout', cause: 'errors', ...pause }) as const),
  fc
    .array(fc.tuple(fc.nat({ max: 3 }).map(deviceOf), fc.integer({ min: 1, max: 3 })), { maxLength: 3 })
    .chain((devices) => fc.constantFrom('joined', 'retried').map((kind) => admit(kind, ...devices))),
);
const ends: fc.Arbitrary<RolloutCommand> = fc.constantFrom<RolloutCommand>(
  { type: 'StopRollout' },
  { type: 'RefuseRollout' },
);
const plans: fc.Arbitrary<RolloutCommand> = fc
  .record({
    approval: fc.boolean(),
    groups: fc.array(
      fc.record({
        devices: fc.nat({ max: 6 }),
        onSuccess: fc.constantFrom('next-group' as const, 'pause' as const),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ approval, groups }) => ({
    type: 'PlanRollout',
    planned: plannedData({
      approval,
      groups: groups.map(({ devices, onSuccess }) => ({ ...policy({ onSuccess }), devices })),
    }),
  }));

interface History {
  readonly events: readonly RolloutEvent[];
  readonly state: RolloutState;
}

/** What comes of commands in any order; a refusal changes nothing. */
const history = (
  all: readonly RolloutCommand[],
  from: History = { events: [], state: initialState },
): History => {
  let { state } = from;
  const events = [...from.events];
  for (const command of all) {
    try {
      const said = decide(command, state);
      state = said.reduce(evolve, state);
      events.push(...said);
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
    }
  }
  return { events, state };
};

const check = (holds: (history: History) => void): void =>
  fc.assert(
    fc.property(
      plans,
      fc.array(fc.oneof({ weight: 40, arbitrary: commands }, { weight: 1, arbitrary: ends }), {
        maxLength: 60,
        size: 'max',
      }),
      (plan, all) =>
        holds(history([plan, { type: 'ApproveRollout', by: colleague, plannedBy: planner }, ...all])),
    ),
    { numRuns: 1000 },
  );

const admittedIn = (events: readonly RolloutEvent[]) =>
  events.flatMap((event) => (event.type === 'DevicesAdmitted' ? event.data.devices : []));

describe('any history of a rollout', () => {
  it('has no wave while it does not run', () =>
    check(({ events }) => {
      let runs = false;
      for (const { type } of events) {
        if (type === 'RolloutStarted' || type === 'RolloutResumed') runs = true;
        if (type === 'RolloutPaused' || type === 'RolloutStopped' || type === 'RolloutFinished') runs = false;
        if (type === 'WaveOffered') expect(runs).toBe(true);
      }
    }));

  it('offers every device of a group at most once, and in its order', () =>
    check(({ events, state }) => {
      const offered = new Map<number, number>();
      for (const event of events) {
        if (event.type !== 'WaveOffered') continue;
        expect(event.data.from).toBe(offered.get(event.data.group) ?? 0);
        offered.set(event.data.group, event.data.from + event.data.count);
      }
      if (state.status === 'initial') return;
      for (const [group, count] of offered)
        expect(count).toBeLessThanOrEqual(state.groups[group]?.devices ?? 0);
    }));

  it('admits each try of a device once, and knows all of them', () =>
    check(({ events, state }) => {
      const tries = admittedIn(events).map(({ deviceId, attempt }) => `${deviceId} ${attempt}`);
      expect(new Set(tries).size).toBe(tries.length);
      if (state.status === 'initial') return;
      expect(state.admitted.map((one) => one.join(' '))).toEqual(tries);
      expect(state.groups[state.planned.groups.length]?.devices ?? 0).toBe(tries.length);
    }));

  it('ends once, with nothing after it', () =>
    check(({ events }) => {
      const ends = events.flatMap(({ type }, index) =>
        type === 'RolloutFinished' || type === 'RolloutStopped' || type === 'RolloutRefused' ? [index] : [],
      );
      expect(ends.length).toBeLessThanOrEqual(1);
      if (ends[0] !== undefined) expect(ends[0]).toBe(events.length - 1);
    }));

  it('can always come to its end', () =>
    check((before) => {
      let now = history([{ type: 'StartRollout' }, { type: 'ResumeRollout' }], before);
      for (let steps = 0; now.state.status !== 'initial' && !hasEnded(now.state) && steps < 100; steps++) {
        const group = currentGroup(now.state.groups);
        const { offered: from = 0 } = now.state.groups[group] ?? {};
        now = history(
          [
            { type: 'StartGroup', group },
            { type: 'OfferWave', group, from, count: 10 },
            { type: 'PassGroup', group, pause: false },
            { type: 'ResumeRollout' },
            { type: 'FinishRollout', succeeded: 0, failed: 0, other: 0 },
          ],
          now,
        );
      }
      if (now.state.status !== 'initial') expect(hasEnded(now.state)).toBe(true);
    }));
});
