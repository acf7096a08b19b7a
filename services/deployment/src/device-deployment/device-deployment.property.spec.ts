import type { DeploymentEvent, DeploymentReport } from '@tutti/contracts/deployment';
import { DomainError } from '@tutti/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timedAfter, type Timed } from './deadline.state';
import { deviceDeploymentDecider, type DeviceDeploymentCommand } from './device-deployment.decider';
import {
  another,
  offer,
  offered,
  offeredAt,
  report,
  rolloutId,
  said,
  shadowOffer,
  together,
} from './device-deployment.fixture';
import { isOpen, type DeviceDeploymentState } from './device-deployment.state';
import { atOffer, isBefore, statusOf, stepOf } from './standing.state';

const { refused, ...reports } = said;
const anyReport = fc.constantFrom(...Object.values(reports));
const commands: fc.Arbitrary<DeviceDeploymentCommand> = fc.oneof(
  { arbitrary: anyReport, weight: 4 },
  fc.constantFrom<DeviceDeploymentCommand>(
    report(said.confirmed.report, another),
    report({ state: 'confirmed', results: 20, meanScore: 0.1 }),
    { type: 'CancelDeployment', cause: 'user', force: false },
    { type: 'CancelDeployment', cause: 'user', force: true },
    { type: 'CancelDeployment', cause: 'rollout-stopped', force: false },
    { type: 'SupersedeDeployment', by: rolloutId },
    { type: 'DecommissionDeployment', cause: 'device-suspended' },
  ),
  fc.integer({ min: 1, max: 3 }).map((cancel) => refused(cancel)),
  fc.integer({ min: 1, max: 3 }).map((cancel) => ({ type: 'EndUnanswered', cancel }) as const),
);

interface Step {
  readonly command: DeviceDeploymentCommand;
  readonly before: DeviceDeploymentState;
  readonly events: readonly DeploymentEvent[];
  readonly after: DeviceDeploymentState;
}

const { decide, evolve, initialState } = deviceDeploymentDecider;

const decided = (command: DeviceDeploymentCommand, state: DeviceDeploymentState) => {
  try {
    return decide(command, state);
  } catch (error) {
    expect(error).toBeInstanceOf(DomainError);
    return [];
  }
};

const refuses = (act: () => unknown): boolean => {
  try {
    act();
    return false;
  } catch {
    return true;
  }
};

/** What comes of commands in any order; a refusal changes nothing. */
const history = (asked: readonly DeviceDeploymentCommand[]): readonly Step[] => {
  let state = initialState;
  return asked.map((command) => {
    const before = state;
    const events = decided(command, before);
    state = events.reduce(evolve, before);
    return { command, before, events, after: state };
  });
};

const check = (holds: (steps: readonly Step[]) => void): void =>
  fc.assert(
    fc.property(
      fc.constantFrom(offer(), shadowOffer),
      fc.array(commands, { maxLength: 30, size: 'max' }),
      (offer, asked) => holds(history([{ type: 'OfferDeployment', offer }, ...asked])),
    ),
    { numRuns: 1000 },
  );

const eventsOf = (steps: readonly Step[]): readonly DeploymentEvent[] =>
  steps.flatMap(({ events }) => events);
const endOf = (steps: readonly Step[]): DeviceDeploymentState => steps.at(-1)?.after ?? initialState;

describe('any history of a deployment', () => {
  it('ends once: no outcome is ever changed, only what came late is added, once', () =>
    check((steps) => {
      for (const { before, events, after } of steps) {
        if (before.status === 'initial' || isOpen(before)) continue;
        expect(after.status).toBe(before.status);
        const more = ['DeploymentReportedLate', 'DeploymentRestored'];
        expect(events.filter(({ type }) => !more.includes(type))).toEqual([]);
      }
      const lates = eventsOf(steps).filter(({ type }) => type === 'DeploymentReportedLate');
      expect(lates.length).toBeLessThanOrEqual(1);
    }));

  it('never hangs: whatever happened, its deadline closes it', () =>
    check((steps) => {
      const state = endOf(steps);
      if (state.status === 'initial') throw new Error('It was offered.');
      const begun: Timed = { standing: atOffer, deadline: offeredAt.getTime() };
      const timed = eventsOf(steps).reduce<Timed>(
        (before, event) => timedAfter(before, state, event, offeredAt.getTime()),
        begun,
      );
      expect(timed.standing).toEqual(state.standing);
      expect(timed.deadline).toBeGreaterThanOrEqual(offeredAt.getTime());
      const step = stepOf(timed.standing);
      const events = decide({ type: 'TimeOut', step, at: new Date(timed.deadline) }, state);
      expect(isOpen(events.reduce(evolve, state))).toBe(false);
    }));

  it('has a status that is that of its events', () =>
    check((steps) => {
      const state = endOf(steps);
      if (state.status === 'initial') throw new Error('It was offered.');
      const closing = eventsOf(steps).find(({ type }) =>
        /Confirmed|Compared|Installed|RolledBack|Failed|TimedOut|Cancelled|Superseded|Decommissioned/.test(
          type,
        ),
      );
      expect(isOpen(state)).toBe(closing === undefined);
      expect(statusOf(state.standing)).toBe(state.status);
    }));

  it('never goes back: each step of a device is told once, in its order', () =>
    check((steps) => {
      for (const { before, after } of steps) {
        if (before.status === 'initial' || after.status === 'initial') continue;
        expect(isBefore(after.standing.stage, before.standing.stage)).toBe(false);
      }
      const types = eventsOf(steps).map(({ type }) => type);
      for (const type of ['DeploymentAccepted', 'DeploymentDownloaded', 'DeploymentActivated'] as const)
        expect(types.filter((one) => one === type).length).toBeLessThanOrEqual(1);
    }));

  it('returns from a refused cancel to where the device is, and asks each time under a new number', () =>
    check((steps) => {
      const numbers = eventsOf(steps).flatMap((event) =>
        event.type === 'DeploymentCancelRequested' ? [event.data.cancel] : [],
      );
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
      for (const { events, after, before } of steps) {
        if (after.status === 'initial' || before.status === 'initial') continue;
        if (!events.some(({ type }) => type === 'DeploymentCancelRefused')) continue;
        expect(isOpen(after)).toBe(true);
        expect(after.status).toBe(statusOf({ ...before.standing, cancelling: null }));
      }
    }));

  it('takes the same report twice as once', () =>
    check((steps) => {
      const state = endOf(steps);
      for (const told of [...Object.values(reports), refused(1)]) {
        const once = decided(told, state).reduce(evolve, state);
        expect(decided(told, once)).toEqual([]);
      }
    }));

  it('takes what comes at once as what comes one after another', () =>
    fc.assert(
      fc.property(fc.array(anyReport, { maxLength: 10 }), (told) => {
        const steps = history([{ type: 'OfferDeployment', offer: offer() }, ...told]);
        const state = evolve(initialState, offered);
        const isRefused = steps
          .slice(1)
          .some(({ command, before }) => refuses(() => decide(command, before)));
        if (isRefused) expect(refuses(() => decide(together(...told), state))).toBe(true);
        else expect(decide(together(...told), state)).toEqual(eventsOf(steps.slice(1)));
      }),
    ));

  it('heeds no other device', () =>
    check((steps) => {
      const state = endOf(steps);
      for (const { report: forged } of Object.values(reports))
        expect(() => decide(report(forged, another), state)).toThrow(DomainError);
    }));
});

/** A device's own story, all of it in its order. */
const story: readonly DeploymentReport[] = [
  said.accepted,
  said.downloading,
  said.downloaded,
  said.verified,
  said.warmedUp,
  said.activated,
  said.soaking,
  said.confirmed,
].map(({ report: told }) => told);

it('any order, repetition and loss of a story that ends as confirmed leads to confirmed', () =>
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...story.slice(0, -1)), { maxLength: 20, size: 'max' }),
      fc.array(fc.constantFrom(...story), { maxLength: 5 }),
      (first, then) => {
        const told = [...first, said.confirmed.report, ...then].map((one) => report(one));
        const steps = history([{ type: 'OfferDeployment', offer: offer() }, ...told]);
        expect(endOf(steps).status).toBe('confirmed');
        const types = eventsOf(steps).map(({ type }) => type);
        expect(types.filter((type) => type === 'DeploymentConfirmed')).toHaveLength(1);
        expect(types.indexOf('DeploymentActivated')).toBeLessThan(types.indexOf('DeploymentConfirmed'));
        expect(types).toContain('DeploymentActivated');
        expect(types).not.toContain('DeploymentReportedLate');
      },
    ),
    { numRuns: 500 },
  ));
