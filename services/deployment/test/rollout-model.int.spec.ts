import { subjectOf } from '@tutti/event-store';
import type { DeploymentEvent, DeploymentReport, Rollout, RolloutEvent } from '@tutti/contracts/deployment';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Fleet } from './deployment.fixture';
import { release, uuidOf } from './fleet-events.fixture';
import { LeapingClock, ScriptedDevice } from './scripted-device.fixture';

/**
 * Whatever devices say, in whatever order, or do not say; whatever people do to rollouts meanwhile; however often the
 * service is started again: every rollout ends, every deployment closes once, and for a reason that is true.
 */

let fleet: Fleet;
let joined = 0;
const clock = new LeapingClock();
const modelId = uuidOf(7);

beforeAll(async () => {
  fleet = await Fleet.start({ clock });
  await release(fleet, 7, { passes: true });
});
afterAll(() => fleet.stop());

const keyId = 'c'.repeat(64);
const failure = { code: 'disk.full', message: 'There is no room for it.' };
const judged = { results: 20, meanScore: 0.9 };
const reports = {
  accepted: { state: 'accepted' },
  downloaded: { state: 'downloaded', bytes: 1000, seconds: 1, resumes: 0 },
  verified: { state: 'verified', keyId },
  'warmed-up': { state: 'warmed-up', latencyMs: 4, golden: true },
  activated: { state: 'activated', previous: null },
  soaking: { state: 'soaking', results: 3, meanScore: 0.9 },
  confirmed: { state: 'confirmed', ...judged },
  'rolled-back': { state: 'rolled-back', failure, restored: null, ...judged },
  failed: { state: 'failed', step: 'download', failure },
  cancelled: { state: 'cancelled', running: null },
  'cancel-refused': { state: 'cancel-refused', cancel: 1, reason: 'It is at it.' },
  'already-installed': { state: 'already-installed' },
} as const satisfies Record<string, DeploymentReport>;
type Said = keyof typeof reports;
const words = Object.keys(reports) as Said[];

/** A confirmation that its own numbers do not bear out. */
const lie: DeploymentReport = { state: 'confirmed', results: 20, meanScore: 0.1 };

const ends = {
  DeploymentConfirmed: 'confirmed',
  DeploymentAlreadyInstalled: 'already-installed',
  DeploymentRolledBack: 'rolled-back',
  DeploymentFailed: 'failed',
  DeploymentTimedOut: 'timed-out',
  DeploymentCancelled: 'cancelled',
  DeploymentSuperseded: 'superseded',
  DeploymentDecommissioned: 'decommissioned',
  DeploymentCompared: 'compared',
} as const;
type End = Extract<DeploymentEvent, { type: keyof typeof ends }>;
const isEnd = (event: DeploymentEvent): event is End => event.type in ends;

interface Offered {
  readonly id: string;
  readonly device: ScriptedDevice;
}

/** Five devices of a site, the rollouts to them, and what was done to either. */
class World {
  readonly rollouts: string[] = [];
  readonly said = new Map<string, Set<Said>>();
  readonly asked = new Set<string>();
  readonly suspended = new Set<ScriptedDevice>();
  leapt = false;
  private last: (() => Promise<void>) | undefined;

  private constructor(
    readonly devices: readonly ScriptedDevice[],
    readonly site: string,
  ) {}

  static async begin(): Promise<World> {
    const site = `site-${joined}`;
    const devices: ScriptedDevice[] = [];
    for (let n = 0; n < 5; n++) {
      const device = await ScriptedDevice.join(fleet, ++joined);
      await device.tell({ type: 'DeviceTagged', data: { tags: { site } } });
      devices.push(device);
    }
    return new World(devices, site);
  }

  async plan(mostInFlight: number, errors: number): Promise<void> {
    const policy = { successPercent: 50, onSuccess: 'next-group', error: { kind: 'count', count: errors } };
    const rollout = await fleet.ok<Rollout>('POST /rollouts', {
      json: {
        name: `At ${this.site}`,
        modelId,
        target: { kind: 'filter', filter: `tags.site==${this.site}` },
        groups: [
          { name: 'Canary', size: { kind: 'count', count: 2 }, ...policy },
          { name: 'All', size: { kind: 'percent', percent: 100 }, ...policy },
        ],
        pacing: { perMinute: 1000, mostInFlight, jitterSeconds: 0 },
        confirmation: { results: 20, minutes: 30, floor: 0.5, whenSilent: 'confirm' },
      },
    });
    this.rollouts.push(rollout.id);
    await this.tell(rollout.id, 'start');
  }

  /** Answers that it is too late for are answers, too. */
  async tell(id: string, command: string, json?: object): Promise<void> {
    const { version } = await this.show(id);
    const headers = { 'if-match': `"${version}"` };
    const { status } = await fleet.call(`POST /rollouts/${id}/${command}`, {
      headers,
      ...(json ? { json } : {}),
    });
    expect([200, 409, 412]).toContain(status);
  }

  show(id: string): Promise<Rollout> {
    return fleet.ok<Rollout>(`GET /rollouts/${id}`);
  }

  async offered(): Promise<readonly Offered[]> {
    const found: Offered[] = [];
    for (const rolloutId of this.rollouts) {
      const path = `GET /deployments?pageSize=500&q=rolloutId==${rolloutId}`;
      const { items } = await fleet.ok<{ items: readonly { id: string; deviceId: string }[] }>(path);
      for (const { id, deviceId } of items) {
        const device = this.devices.find((one) => one.id === deviceId);
        if (device) found.push({ id, device });
      }
    }
    return found;
  }

  async say(which: number, word: Said): Promise<void> {
    const all = await this.offered();
    const one = all[which % all.length];
    if (!one) return;
    this.last = () => one.device.reports(one.id, reports[word]);
    this.said.set(one.id, (this.said.get(one.id) ?? new Set()).add(word));
    await this.last();
  }

  /** Of numbers that say something else, and of what belongs to another device. */
  async lie(which: number): Promise<void> {
    const all = await this.offered();
    const one = all[which % all.length];
    if (!one) return;
    await one.device.reports(one.id, lie);
    const other = this.devices.find((device) => device !== one.device);
    await other?.reports(one.id, reports.confirmed);
  }

  async repeat(): Promise<void> {
    await this.last?.();
  }

  async cancel(which: number, force: boolean): Promise<void> {
    const all = await this.offered();
    const one = all[which % all.length];
    if (!one) return;
    this.asked.add(one.id);
    const { status } = await fleet.call(`POST /deployments/${one.id}/cancel`, { json: { force } });
    expect([200, 409]).toContain(status);
  }

  async suspend(which: number): Promise<void> {
    const device = this.devices[which % this.devices.length];
    if (!device || this.suspended.has(device)) return;
    this.suspended.add(device);
    await device.tell({ type: 'DeviceSuspended', data: {} });
  }

  /** Nobody says anything any more, and people let go on what is paused: time alone must end everything. */
  async end(): Promise<void> {
    for (let round = 0; round < 200; round++) {
      const open: Rollout[] = [];
      for (const id of this.rollouts) {
        const rollout = await this.show(id);
        const { offered, accepted, deferred, downloading, installing, soaking, cancelling } = rollout.counts;
        const atWork = offered + accepted + deferred + downloading + installing + soaking + cancelling;
        if (rollout.endedAt === null || atWork > 0) open.push(rollout);
      }
      if (open.length === 0) return;
      for (const { id, status } of open) if (status === 'paused') await this.tell(id, 'resume');
      this.leapt = true;
      clock.leap(60 * 25);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(
      `Something hangs: ${JSON.stringify(await Promise.all(this.rollouts.map((id) => this.show(id))))}`,
    );
  }

  async check(): Promise<void> {
    for (const { id, device } of await this.offered()) await this.checkDeployment(id, device);
    for (const id of this.rollouts) await this.checkRollout(id);
    for (const device of this.devices) await device.twinRests();
  }

  private async checkDeployment(id: string, device: ScriptedDevice): Promise<void> {
    const events = await historyOf<DeploymentEvent>('device-deployment', id);
    const closing = events.filter(isEnd);
    expect(closing).toHaveLength(1);
    const [end] = closing;
    if (!end) return;
    expect((await device.show(id)).status).toBe(ends[end.type]);
    expect(this.isTrue(id, end, device)).toBe(true);
  }

  private isTrue(id: string, end: End, device: ScriptedDevice): boolean {
    const said = this.said.get(id);
    switch (end.type) {
      case 'DeploymentTimedOut':
        return this.leapt;
      case 'DeploymentSuperseded':
        return this.rollouts.length > 1;
      case 'DeploymentDecommissioned':
        return this.suspended.has(device);
      case 'DeploymentCancelled':
        return end.data.cause === 'device' ? said?.has('cancelled') === true : true;
      default:
        return said?.has(ends[end.type] as Said) === true;
    }
  }

  private async checkRollout(id: string): Promise<void> {
    const events = await historyOf<RolloutEvent>('rollout', id);
    const shown = await this.show(id);
    let paused = false;
    const places = new Set<string>();
    for (const event of events) {
      if (event.type === 'RolloutPaused') paused = true;
      if (event.type === 'RolloutResumed') paused = false;
      if (event.type !== 'WaveOffered') continue;
      expect(paused).toBe(false);
      const { group, from, count } = event.data;
      for (let place = from; place < from + count; place++) {
        expect(places.has(`${group} ${place}`)).toBe(false);
        places.add(`${group} ${place}`);
      }
    }
    const { succeeded, failed, other, waiting, devices } = shown.counts;
    expect(succeeded + failed + other + waiting).toBe(devices);
    const finished = events.find(({ type }) => type === 'RolloutFinished');
    if (finished) expect({ succeeded, failed, other }).toEqual(finished.data);
  }
}

const historyOf = async <Event>(aggregate: string, id: string): Promise<readonly Event[]> => {
  const { log } = fleet.deployment.parts.base;
  const subjects = [subjectOf('deployment', aggregate, id)];
  const commits = await log.page({ subjects, after: 0, limit: 1000 });
  return commits.flatMap(({ events }) => events.map(({ event }) => event as Event));
};

type Step = (world: World) => Promise<void>;
interface Command {
  readonly name: string;
  readonly step: Step;
}

const which = fc.nat(20);
const command = (name: string, step: fc.Arbitrary<Step>): fc.Arbitrary<Command> =>
  step.map((one) => ({ name, step: one, toString: () => name }));
const toRollout = (name: string, json?: object): fc.Arbitrary<Command> =>
  command(
    name,
    which.map((n) => async (world) => {
      const id = world.rollouts[n % world.rollouts.length];
      if (id !== undefined) await world.tell(id, name, json);
    }),
  );

const commands = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .record({ which, word: fc.constantFrom(...words) })
      .map(({ which: n, word }) => ({ name: `${word} ${n}`, step: (world: World) => world.say(n, word) })),
  },
  {
    weight: 2,
    arbitrary: command(
      'lie',
      which.map((n) => (world) => world.lie(n)),
    ),
  },
  {
    weight: 2,
    arbitrary: command(
      'repeat',
      fc.constant((world) => world.repeat()),
    ),
  },
  {
    weight: 2,
    arbitrary: command(
      'cancel',
      fc.tuple(which, fc.boolean()).map(
        ([n, force]) =>
          (world) =>
            world.cancel(n, force),
      ),
    ),
  },
  {
    weight: 1,
    arbitrary: command(
      'suspend',
      which.map((n) => (world) => world.suspend(n)),
    ),
  },
  {
    weight: 2,
    arbitrary: command(
      'leap',
      fc.integer({ min: 1, max: 2000 }).map((minutes) => async (world) => {
        world.leapt = true;
        clock.leap(minutes);
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: command(
      'restart',
      fc.constant(async () => {
        await fleet.close();
        await fleet.open();
      }),
    ),
  },
  { weight: 1, arbitrary: toRollout('pause') },
  { weight: 1, arbitrary: toRollout('resume') },
  { weight: 1, arbitrary: toRollout('stop', {}) },
  { weight: 1, arbitrary: toRollout('retry', {}) },
  {
    weight: 2,
    arbitrary: command(
      'plan',
      fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 })).map(
        ([inFlight, errors]) =>
          (world) =>
            world.rollouts.length < 3 ? world.plan(inFlight, errors) : Promise.resolve(),
      ),
    ),
  },
);

test('no rollout hangs and no status is untrue, whatever happens (requirements §6, 1-5)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(commands, { minLength: 5, maxLength: 25, size: 'max' }), async (steps) => {
      const world = await World.begin();
      await world.plan(2, 2);
      for (const { step } of steps) await step(world);
      await world.end();
      await world.check();
    }),
    { numRuns: Number(process.env['ROLLOUT_RUNS'] ?? 6), endOnFailure: true },
  );
}, 300_000);
