import type { GroupPolicy, Pacing, RolloutEvent } from '@tutti/contracts/deployment';
import { DomainError, type Recorded } from '@tutti/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rolloutDecider, type RolloutCommand } from './rollout.decider';
import { admit, deviceOf, plannedData, rolloutId } from './rollout.fixture';
import { rolloutProcess, type RolloutEffect, type RolloutProcessEvent } from './rollout.process';
import { hasEnded, type RolloutState } from './rollout.state';

const begin = new Date('2026-11-27T12:00:00.000Z').getTime();
const minuteMs = 60_000;

const endings = ['DeploymentConfirmed', 'DeploymentFailed', 'DeploymentSuperseded'] as const;
type Ending = (typeof endings)[number];

/** What may happen next, as far as it is possible then. */
type Happening =
  | { readonly kind: 'close'; readonly which: number; readonly how: Ending }
  | { readonly kind: 'read' }
  | { readonly kind: 'act' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'say'; readonly command: RolloutCommand };

interface Wave {
  readonly at: number;
  readonly count: number;
  /** Most offers in a minute. */
  readonly rate: number;
  /** Devices at work, with those of the wave. */
  readonly atWork: number;
}

/** A rollout, its process, its log and its devices; everything that lies between them takes its time. */
class World {
  state: RolloutState = rolloutDecider.initialState;
  private held = rolloutProcess.initialState;
  private now = begin;
  private readonly log: { readonly event: RolloutProcessEvent; readonly time: Date }[] = [];
  private read = 0;
  private outbox: readonly RolloutEffect[] = [];
  private timers = new Map<string, number>();
  /** Groups of the deployments at work. */
  open: number[] = [];
  readonly waves: Wave[] = [];
  offersAfterErrors = 0;

  constructor(private readonly pacing: Pacing) {}

  say(command: RolloutCommand): void {
    try {
      const said = rolloutDecider.decide(command, this.state);
      this.state = said.reduce(rolloutDecider.evolve, this.state);
      for (const event of said) this.write(event);
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
    }
  }

  private write(event: RolloutProcessEvent): void {
    this.log.push({ event, time: new Date(this.now) });
    if (event.type !== 'WaveOffered') return;
    const { perMinute, increase } = this.pacing;
    const rate = increase ? Math.max(perMinute, increase.most) : perMinute;
    this.waves.push({
      at: this.now,
      count: event.data.count,
      rate,
      atWork: this.open.length + this.promised(),
    });
  }

  private get isPausedForErrors(): boolean {
    const pause = this.log.findLast(({ event }) => event.type === 'RolloutPaused')?.event;
    return this.state.status === 'paused' && pause?.type === 'RolloutPaused' && pause.data.cause === 'errors';
  }

  /** Offers that are decided and lie in the outbox, in the log, or with the process. */
  private promised(): number {
    const held = (this.held?.held ?? []).reduce((sum, { count }) => sum + count, 0);
    const counted = [
      ...this.log.slice(this.read).map(({ event }) => event),
      ...this.outbox.map((effect) => effect),
    ];
    return counted.reduce((sum, one) => {
      if (one.type === 'WaveOffered') return sum + one.data.count;
      return one.type === 'OfferDeployments' ? sum + one.count : sum;
    }, held);
  }

  readOne(): boolean {
    const next = this.log[this.read];
    if (!next) return false;
    this.read += 1;
    this.reacted(
      rolloutProcess.react(
        this.held,
        { kind: 'event', recorded: { ...next, aggregateId: rolloutId } as unknown as Recorded<never> },
        rolloutId,
      ),
    );
    return true;
  }

  private reacted(reaction: ReturnType<typeof rolloutProcess.react>): void {
    for (const name of reaction.cancel ?? []) this.timers.delete(name);
    for (const { name, at } of reaction.timers ?? []) this.timers.set(name, at.getTime());
    this.outbox = [...this.outbox, ...(reaction.outgoing ?? [])];
    if (reaction.state === undefined) this.timers.clear();
    this.held = reaction.state ?? null;
  }

  act(): boolean {
    const [effect, ...rest] = this.outbox;
    if (!effect) return false;
    this.outbox = rest;
    if (effect.type === 'TellRollout') this.say(effect.command);
    if (effect.type === 'OfferDeployments' && this.state.status !== 'stopped') {
      if (this.isPausedForErrors) this.offersAfterErrors += effect.count;
      this.open.push(...Array.from({ length: effect.count }, () => effect.group));
    }
    if (effect.type === 'CancelDeployments')
      while (this.open.length > 0) this.close(0, 'DeploymentSuperseded');
    return true;
  }

  close(which: number, how: Ending): boolean {
    const [group] = this.open.splice(which % Math.max(1, this.open.length), 1);
    if (group === undefined) return false;
    this.log.push({
      event: { type: how, data: { group, rolloutId } } as unknown as RolloutProcessEvent,
      time: new Date(this.now),
    });
    return true;
  }

  /** Timers wait for the log, as they do in the runner. */
  wait(ms: number): boolean {
    this.now += ms;
    let fired = false;
    for (const [name, at] of [...this.timers]) {
      if (at > this.now || this.read < this.log.length) continue;
      this.timers.delete(name);
      const input = { kind: 'timer', name, at: new Date(at), firedAt: new Date(this.now) } as const;
      this.reacted(rolloutProcess.react(this.held, input, rolloutId));
      fired = true;
    }
    return fired;
  }

  happen(happening: Happening): void {
    switch (happening.kind) {
      case 'close':
        this.close(happening.which, happening.how);
        break;
      case 'read':
        this.readOne();
        break;
      case 'act':
        this.act();
        break;
      case 'wait':
        this.wait(happening.ms);
        break;
      case 'say':
        this.say(happening.command);
        break;
    }
  }

  private get isOver(): boolean {
    return this.state.status !== 'initial' && hasEnded(this.state) && this.open.length === 0;
  }

  /** Somebody does what they have to do, or time goes by; false when nothing is left to happen. */
  private move(): boolean {
    if (this.readOne() || this.act() || this.close(0, 'DeploymentConfirmed')) return true;
    if (this.state.status === 'paused') this.say({ type: 'ResumeRollout' });
    else return this.wait(minuteMs) || this.timers.size > 0;
    return true;
  }

  /** Everybody does what they have to do, and a person resumes what is paused; false when it comes to nothing. */
  settle(): boolean {
    for (let turns = 0; turns < 10_000 && !this.isOver; turns++) if (!this.move()) return false;
    return this.isOver;
  }

  get failures(): number {
    return this.log.filter(({ event }) => event.type === 'DeploymentFailed').length;
  }

  get events(): readonly RolloutEvent[] {
    return this.log.map(({ event }) => event as RolloutEvent);
  }
}

const policies: fc.Arbitrary<GroupPolicy & { readonly devices: number }> = fc.record({
  name: fc.constant('Group'),
  devices: fc.nat({ max: 12 }),
  successPercent: fc.integer({ min: 1, max: 100 }),
  onSuccess: fc.constantFrom('next-group' as const, 'pause' as const),
  error: fc.oneof(
    fc.record({ kind: fc.constant('percent' as const), percent: fc.integer({ min: 1, max: 100 }) }),
    fc.record({ kind: fc.constant('count' as const), count: fc.integer({ min: 1, max: 12 }) }),
  ),
});
const pacings: fc.Arbitrary<Pacing> = fc
  .record({
    perMinute: fc.integer({ min: 1, max: 10 }),
    mostInFlight: fc.integer({ min: 1, max: 10 }),
    jitterSeconds: fc.constant(0),
    increase: fc.option(
      fc.record({
        factor: fc.constant(2),
        afterSucceeded: fc.integer({ min: 1, max: 4 }),
        most: fc.integer({ min: 1, max: 20 }),
      }),
    ),
  })
  .map(({ increase, ...pacing }) => (increase ? { ...pacing, increase } : pacing));

const said: fc.Arbitrary<RolloutCommand> = fc.oneof(
  fc.constantFrom<RolloutCommand>({ type: 'PauseRollout', cause: 'person' }, { type: 'ResumeRollout' }),
  fc
    .tuple(fc.nat({ max: 5 }), fc.integer({ min: 1, max: 3 }))
    .map(([n, attempt]) => admit('retried', [deviceOf(n), attempt])),
);
const happenings: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Happening>({ kind: 'read' }) },
  { weight: 4, arbitrary: fc.constant<Happening>({ kind: 'act' }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('close' as const),
      which: fc.nat({ max: 20 }),
      how: fc.constantFrom(...endings),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 90_000 }) }),
  },
  { weight: 1, arbitrary: said.map((command) => ({ kind: 'say', command }) as const) },
);

const worlds = fc.record({
  groups: fc.array(policies, { minLength: 1, maxLength: 3 }),
  pacing: pacings,
  joins: fc.boolean(),
  all: fc.array(happenings, { maxLength: 150, size: 'max' }),
});

const check = (holds: (world: World, pacing: Pacing) => void): void =>
  fc.assert(
    fc.property(worlds, ({ groups, pacing, joins, all }) => {
      const world = new World(pacing);
      const joinUntil = joins ? { joinUntil: new Date(begin + 3_600_000).toISOString() } : {};
      world.say({ type: 'PlanRollout', planned: plannedData({ groups, pacing, ...joinUntil }), start: true });
      for (const happening of all) world.happen(happening);
      holds(world, pacing);
    }),
    { numRuns: 500 },
  );

describe('whatever becomes of its devices, and in whichever order', () => {
  it('a rollout never hangs: it comes to its end once they have come to theirs', () =>
    check((world) => {
      expect(world.settle()).toBe(true);
      expect(world.state.status).toBe('finished');
      const { events } = world;
      const offered = events.reduce((n, e) => (e.type === 'WaveOffered' ? n + e.data.count : n), 0);
      const end = events.find((event) => event.type === 'RolloutFinished');
      expect(end?.data.succeeded).toBeGreaterThanOrEqual(0);
      const retried = events.reduce(
        (n, e) => (e.type === 'DevicesAdmitted' ? n + e.data.devices.length : n),
        0,
      );
      const again = Math.min(retried, world.failures);
      if (end) expect(end.data.succeeded + end.data.failed + end.data.other).toBe(offered - again);
    }));

  it('stopped in the middle, nothing is left at work', () =>
    check((world) => {
      world.say({ type: 'StopRollout' });
      expect(world.settle()).toBe(true);
      expect(world.open).toEqual([]);
    }));

  it('paused for errors, nothing is offered until somebody has resumed it', () =>
    check((world) => {
      world.settle();
      expect(world.offersAfterErrors).toBe(0);
    }));

  it('no more devices are at work than it allows, and no more are offered it in any minute', () =>
    check((world, { mostInFlight }) => {
      world.settle();
      for (const { at, atWork, rate } of world.waves) {
        expect(atWork).toBeLessThanOrEqual(mostInFlight);
        const minute = world.waves.filter((one) => one.at > at - minuteMs && one.at <= at);
        expect(minute.reduce((sum, one) => sum + one.count, 0)).toBeLessThanOrEqual(rate);
      }
    }));
});
