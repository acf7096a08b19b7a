import { DomainError } from '@tutti/kernel';
import type { DeviceCommandEvent } from '@tutti/contracts/devices';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceCommandDecider, type DeviceCommandCommand } from './device-command.decider';
import { another, deadline, issue, issuedAt, report, said } from './device-command.fixture';
import { isClosed, isOpen, type DeviceCommandState } from './device-command.state';

const commands: fc.Arbitrary<DeviceCommandCommand> = fc.oneof(
  fc.constantFrom<DeviceCommandCommand>(
    issue,
    said.accepted,
    said.running,
    said.succeeded,
    said.failed,
    said.cancelled,
    report(said.succeeded.report, another),
    { type: 'CancelCommand', force: false },
    { type: 'CancelCommand', force: true },
    { type: 'EndCommand', cause: 'device-retired' },
    { type: 'EndCommand', cause: 'device-suspended' },
  ),
  fc.integer({ min: 1, max: 3 }).map((cancel) => said.refused(cancel)),
  fc
    .integer({ min: 0, max: 1_200_000 })
    .map((ms) => ({ type: 'ExpireCommand', at: new Date(issuedAt.getTime() + ms) }) as const),
);

interface Step {
  readonly before: DeviceCommandState;
  readonly events: readonly DeviceCommandEvent[];
  readonly after: DeviceCommandState;
}

const { decide, evolve, initialState } = deviceCommandDecider;

/** What comes of commands in any order; a refusal changes nothing. */
const history = (asked: readonly DeviceCommandCommand[]): readonly Step[] => {
  let state = initialState;
  return asked.map((command) => {
    const before = state;
    let events: readonly DeviceCommandEvent[] = [];
    try {
      events = decide(command, before);
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
    }
    state = events.reduce(evolve, before);
    return { before, events, after: state };
  });
};

const check = (holds: (steps: readonly Step[]) => void): void =>
  fc.assert(
    fc.property(fc.array(commands, { maxLength: 25 }), (asked) => holds(history([issue, ...asked]))),
    { numRuns: 500 },
  );

describe('any history of a command', () => {
  it('ends once: no outcome is ever changed, only what came late is added', () =>
    check((steps) => {
      for (const { before, events, after } of steps) {
        if (!isClosed(before)) continue;
        expect(after.status).toBe(before.status);
        expect(events.filter(({ type }) => type !== 'CommandReportedLate')).toEqual([]);
      }
    }));

  it('never hangs: its deadline closes whatever is open', () =>
    check((steps) => {
      const state = steps.at(-1)?.after ?? initialState;
      const events = decide({ type: 'ExpireCommand', at: deadline }, state);
      expect(isOpen(events.reduce(evolve, state))).toBe(false);
    }));

  it('keeps at most one late outcome', () =>
    check((steps) => {
      const lates = steps
        .flatMap(({ events }) => events)
        .filter(({ type }) => type === 'CommandReportedLate');
      expect(lates.length).toBeLessThanOrEqual(1);
    }));

  it('returns from a refused cancel to running, and asks each time under a new number', () =>
    check((steps) => {
      const numbers = steps.flatMap(({ events }) =>
        events.flatMap((event) => (event.type === 'CommandCancelRequested' ? [event.data.cancel] : [])),
      );
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
      for (const { events, after } of steps)
        if (events.some(({ type }) => type === 'CommandCancelRefused')) expect(after.status).toBe('accepted');
    }));

  it('takes the same report twice as once', () =>
    check((steps) => {
      const state = steps.at(-1)?.after ?? initialState;
      for (const told of [said.accepted, said.succeeded, said.failed, said.cancelled, said.refused(1)]) {
        const once = decide(told, state).reduce(evolve, state);
        expect(decide(told, once)).toEqual([]);
      }
    }));

  it('heeds no other device', () =>
    check((steps) => {
      const state = steps.at(-1)?.after ?? initialState;
      expect(() => decide(report(said.succeeded.report, another), state)).toThrow(DomainError);
    }));
});
