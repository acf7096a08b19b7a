import type { DeploymentEvent, TwinWish } from '@tutti/contracts/deployment';
import type { DeviceEvent } from '@tutti/contracts/devices';
import { DomainError, type ProcessInput, type Recorded } from '@tutti/kernel';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { deviceDeploymentDecider, type DeviceDeploymentCommand } from './device-deployment.decider';
import { deviceId, offer, offeredAt, said, wish } from './device-deployment.fixture';
import { deviceDeploymentProcess, type DeviceDeploymentEffect } from './device-deployment.process';
import { isOpen, type DeviceDeploymentState } from './device-deployment.state';
import type { DeviceState } from './device-models.state';

type Input = DeploymentEvent | DeviceEvent;
const { decide, evolve, initialState } = deviceDeploymentDecider;
const { react } = deviceDeploymentProcess;

const commandOf = (
  effect: Exclude<DeviceDeploymentEffect, { type: 'WriteModels' }>,
): DeviceDeploymentCommand => {
  switch (effect.type) {
    case 'TimeOut':
      return { type: 'TimeOut', step: effect.step, at: new Date(effect.at) };
    case 'EndUnanswered':
      return { type: 'EndUnanswered', cancel: effect.cancel };
    case 'Supersede':
      return { type: 'SupersedeDeployment', by: effect.by };
    case 'Decommission':
      return { type: 'DecommissionDeployment', cause: effect.cause };
  }
};

/** One device with its deployments, their log, the process and what it sent and has not been done yet. */
class Life {
  readonly deployments = new Map<string, DeviceDeploymentState>();
  readonly log: { readonly id: string; readonly event: Input }[] = [];
  readonly wishes: { readonly wish: TwinWish | null; readonly position: number }[] = [];
  #process: DeviceState = deviceDeploymentProcess.initialState;
  readonly #timers = new Map<string, number>();
  readonly #outbox: DeviceDeploymentEffect[] = [];
  #now = offeredAt.getTime();

  tell(id: string, command: DeviceDeploymentCommand): void {
    const before = this.deployments.get(id) ?? initialState;
    let events: readonly DeploymentEvent[] = [];
    try {
      events = decide(command, before);
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
    }
    this.deployments.set(id, events.reduce(evolve, before));
    for (const event of events) this.happened(id, event);
  }

  happened(id: string, event: Input): void {
    this.log.push({ id, event });
    const position = this.log.length;
    const recorded = { event, aggregateId: id, position, time: new Date(this.#now) } as Recorded<never>;
    this.#react({ kind: 'event', recorded });
  }

  /** Does the first of what the process asked for. */
  work(): boolean {
    const effect = this.#outbox.shift();
    if (!effect) return false;
    if (effect.type === 'WriteModels') {
      if (effect.position > (this.wishes.at(-1)?.position ?? 0)) this.wishes.push(effect);
    } else this.tell(effect.deploymentId, commandOf(effect));
    return true;
  }

  /** Lets time pass until the next timer. */
  wait(): boolean {
    const [next] = [...this.#timers].sort(([, a], [, b]) => a - b);
    if (!next) return false;
    const [name, at] = next;
    this.#timers.delete(name);
    this.#now = Math.max(this.#now, at);
    this.#react({ kind: 'timer', name, at: new Date(at) });
    return true;
  }

  #react(input: ProcessInput<never>): void {
    const { state, outgoing = [], timers = [], cancel = [] } = react(this.#process, input, deviceId);
    this.#process = state ?? deviceDeploymentProcess.initialState;
    for (const name of cancel) this.#timers.delete(name);
    for (const { name, at } of timers) this.#timers.set(name, at.getTime());
    if (!state) this.#timers.clear();
    this.#outbox.push(...outgoing);
  }
}

const { refused, ...reports } = said;
const of = fc.integer({ min: 0, max: 3 }).map((n) => `deployment-${n}`);
const acts: fc.Arbitrary<(life: Life) => void> = fc.oneof(
  fc.tuple(of, fc.integer({ min: 10, max: 14 }), fc.boolean()).map(([id, hour, shadow]) => (life: Life) => {
    const mode = shadow ? 'shadow' : 'replace';
    const plannedAt = `2026-11-26T${hour}:00:00.000Z`;
    life.tell(id, { type: 'OfferDeployment', offer: offer({ plannedAt, wish: { ...wish, mode } }) });
  }),
  fc.tuple(of, fc.constantFrom(...Object.values(reports), refused(1))).map(
    ([id, report]) =>
      (life: Life) =>
        life.tell(id, report),
  ),
  fc.tuple(of, fc.boolean()).map(([id, force]) => (life: Life) => {
    life.tell(id, { type: 'CancelDeployment', cause: 'user', force });
  }),
  fc
    .constantFrom<DeviceEvent['type']>('DeviceSuspended', 'DeviceResumed')
    .map((type) => (life: Life) => life.happened(deviceId, { type, data: {} } as DeviceEvent)),
  fc.constant((life: Life) => void life.work()),
  fc.constant((life: Life) => void life.wait()),
);

const lived = (holds: (life: Life) => void): void =>
  fc.assert(
    fc.property(fc.array(acts, { maxLength: 40, size: 'max' }), (all) => {
      const life = new Life();
      for (const act of all) act(life);
      // The device says nothing any more, and everything that was asked for is done.
      for (let goesOn = true; goesOn;) goesOn = life.work() || life.wait();
      holds(life);
    }),
    { numRuns: 1000 },
  );

it('whatever happens to a device, time alone ends all of its deployments', () =>
  lived(({ deployments }) => {
    for (const state of deployments.values()) expect(isOpen(state)).toBe(false);
  }));

it('its twin then names what it confirmed last, and nothing that is on its way', () =>
  lived(({ deployments, log, wishes }) => {
    const confirmed = log.findLast(({ id, event }) => {
      const state = deployments.get(id);
      const stays = event.type === 'DeploymentConfirmed' || event.type === 'DeploymentAlreadyInstalled';
      return stays && state?.status !== 'initial' && state?.wish.mode === 'replace';
    });
    const { wish: last } = wishes.at(-1) ?? { wish: null };
    expect(last?.deploymentId).toBe(confirmed?.id);
    expect(last?.settled ?? true).toBe(true);
  }));

it('its twin never goes back', () =>
  lived(({ wishes }) => {
    const positions = wishes.map(({ position }) => position);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  }));
