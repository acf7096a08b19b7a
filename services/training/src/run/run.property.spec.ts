import type { RunEvent } from '@tutti/contracts/training';
import { DomainError, type Recorded } from '@tutti/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runDecider, type RunCommand } from './run.decider';
import {
  asked,
  claims,
  fail,
  frozenData,
  late,
  onSample,
  release,
  runId,
  start,
  succeed,
} from './run.fixture';
import { runProcess } from './run.process';
import { hasEnded, type RunState } from './run.state';

const { decide, evolve, initialState } = runDecider;
const claim = fc.constantFrom(...claims);

const commands: fc.Arbitrary<RunCommand> = fc.oneof(
  fc.constantFrom<RunCommand>(
    { type: 'RequestRun', ...asked },
    { type: 'FreezeData', data: frozenData },
    { type: 'QueueRun' },
    { type: 'CancelRun' },
    { type: 'CancelRun', replacedBy: claims[3] },
    late('waiting'),
    late('ready'),
    late('queued'),
    late('running'),
  ),
  fc.tuple(claim, fc.option(claim)).map(([mine, silent]) => start(mine, silent)),
  claim.map((claimId) => ({ type: 'CompleteStep', claimId, steps: [{ step: 'load', seconds: 1 }] }) as const),
  claim.map(release),
  claim.map(succeed),
  claim.map(fail),
);
/** Mostly what moves it on, so that histories get somewhere. */
const likely: fc.Arbitrary<RunCommand> = fc.oneof(
  { weight: 3, arbitrary: commands },
  {
    weight: 1,
    arbitrary: fc.constantFrom<RunCommand>(
      { type: 'QueueRun' },
      start(claims[0]),
      start(claims[1], claims[0]),
    ),
  },
);

interface History {
  readonly events: readonly RunEvent[];
  readonly state: RunState;
  readonly timers: ReadonlyMap<string, Date>;
}

const begin = new Date('2026-11-27T12:00:00.000Z');

/** What comes of commands in any order, and what the process makes of it; a refusal changes nothing. */
const history = (all: readonly RunCommand[]): History => {
  let state = initialState;
  let held = runProcess.initialState;
  const events: RunEvent[] = [];
  const timers = new Map<string, Date>();
  for (const command of all) {
    let said: readonly RunEvent[] = [];
    try {
      said = decide(command, state);
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
    }
    for (const event of said) {
      const recorded = { event, aggregateId: runId, time: begin } as Recorded<never>;
      const reaction = runProcess.react(held, { kind: 'event', recorded }, runId);
      for (const name of reaction.cancel ?? []) timers.delete(name);
      for (const { name, at } of reaction.timers ?? []) timers.set(name, at);
      if (reaction.state === undefined) timers.clear();
      held = reaction.state ?? null;
      state = evolve(state, event);
      events.push(event);
    }
  }
  return { events, state, timers };
};

const stageOf = { data: 'waiting', turn: 'ready', queue: 'queued', run: 'running' } as const;
const check = (holds: (history: History) => void): void =>
  fc.assert(
    fc.property(fc.constantFrom(asked, onSample), fc.array(likely, { maxLength: 30 }), (request, all) => {
      holds(history([{ type: 'RequestRun', ...request }, ...all]));
    }),
    { numRuns: 1000 },
  );

describe('any history of a run', () => {
  it('has one end at most, and nothing after it', () =>
    check(({ events }) => {
      const ends = events.flatMap(({ type }, index) =>
        type === 'RunSucceeded' || type === 'RunFailed' || type === 'RunCancelled' ? [index] : [],
      );
      expect(ends.length).toBeLessThanOrEqual(1);
      if (ends[0] !== undefined) expect(ends[0]).toBe(events.length - 1);
    }));

  it('comes to an end: whatever it waits for has a deadline that the run heeds', () =>
    check(({ state, timers }) => {
      if (state.status === 'initial') return;
      if (hasEnded(state)) expect(timers.size).toBe(0);
      if (hasEnded(state)) return;
      const stages = [...timers.keys()].map((name) => stageOf[name as keyof typeof stageOf]);
      const isHeeded = stages.some((stage) => {
        try {
          const after = decide(late(stage), state).reduce(evolve, state);
          return after.status === 'failed';
        } catch {
          return false;
        }
      });
      expect(isHeeded).toBe(true);
    }));

  it('counts attempts up, three at most that nobody gave back, each with a claim of its own', () =>
    check(({ events }) => {
      const starts = events.flatMap((event) => (event.type === 'RunStarted' ? [event.data] : []));
      expect(starts.map(({ attempt }) => attempt)).toEqual(starts.map((_, index) => index + 1));
      const releases = events.filter(({ type }) => type === 'RunReleased');
      expect(starts.length - releases.length).toBeLessThanOrEqual(3);
      starts.slice(1).forEach(({ claimId }, index) => expect(claimId).not.toBe(starts[index]?.claimId));
    }));

  it('takes every word of a trainer twice as once', () =>
    check(({ state }) => {
      for (const command of [start(claims[0]), succeed(claims[0]), fail(claims[0])]) {
        try {
          const once = decide(command, state).reduce(evolve, state);
          expect(decide(command, once)).toEqual([]);
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
        }
      }
    }));
});
