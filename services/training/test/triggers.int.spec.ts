import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { Clock } from '@tutti/kernel';
import type { Run, Stream, Trigger } from '@tutti/contracts/training';
import { ensureTrainerConsumer, logNames, trainerApiPrefix, trainerConsumer } from '@tutti/nats-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trainerWorks } from '../src/trigger/trainer-presence';
import { ScriptedTrainer } from './scripted-trainer.fixture';
import { School } from './training.fixture';

const uuidOf = (n: number): string => `0191e5a0-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** Turned by hand. */
class HandClock implements Clock {
  #now = Date.parse('2026-11-27T00:10:00Z');
  now = (): Date => new Date(this.#now);
  passes(seconds: number): void {
    this.#now += seconds * 1000;
  }
  turnTo(time: string): void {
    this.#now = Date.parse(time);
  }
}

const clock = new HandClock();
let school: School;
beforeAll(async () => {
  school = await School.start({ clock });
});
afterAll(() => school.stop());

let items = 0;
const dataset = async (n: number): Promise<string> => {
  const id = uuidOf(n);
  const task = 'image-classification';
  const data = { name: `Set ${n}`, task, labelSchemaId: uuidOf(900), tags: {}, minimumPerClass: 10 };
  await school.tell('datasets', { aggregate: 'dataset', id }, { type: 'DatasetCreated', data });
  return id;
};
const label = async (datasetId: string, count: number): Promise<void> => {
  for (let n = 0; n < count; n++) {
    const data = { datasetId, label: { classKey: 'ok' }, by: 'person', schemaVersion: 1 };
    const id = uuidOf(1000 + items++);
    await school.tell('datasets', { aggregate: 'item', id }, { type: 'ItemLabelled', data });
  }
};

const create = (name: string, trigger: Trigger, more: Record<string, unknown> = {}): Promise<Stream> =>
  school.ok<Stream>('POST /streams', {
    json: { name, solution: { key: 'image-classification' }, trigger, ...more },
  });
const show = (id: string): Promise<Stream> => school.ok<Stream>(`GET /streams/${id}`);

/** Waits until the trigger has found this at this time. */
const finds = (id: string, outcome: string, detail?: RegExp): Promise<Stream> =>
  school.eventually(async () => {
    const stream = await show(id);
    const at = clock.now().toISOString();
    expect(stream.lastLook).toEqual({
      at,
      outcome,
      detail: (detail ? expect.stringMatching(detail) : expect.any(String)) as unknown,
    });
    return stream;
  });

const everyMinute: Trigger = {
  active: true,
  conditions: [{ kind: 'new-labels', atLeast: 2 }],
  coolDownMinutes: 0,
};
const everyThreeHours: Trigger = {
  active: true,
  schedule: { cron: '0 */3 * * *', timeZone: 'UTC' },
  conditions: [],
  coolDownMinutes: 0,
};

describe('a trigger by conditions', () => {
  test('asks round after round, also over a restart (Sedna#381, #140)', async () => {
    const datasetId = await dataset(1);
    const { id } = await create('Rounds', everyMinute, { datasets: [datasetId] });
    const asked = new Set<string>();
    for (const round of [1, 2, 3]) {
      await label(datasetId, 1);
      clock.passes(60);
      await finds(id, 'not-met', /^1 new labels of 2$/);
      await label(datasetId, 1);
      if (round === 2) {
        await school.close();
        await school.open();
      }
      clock.passes(60);
      const { newestRunId, status } = await finds(id, 'asked', /^2 new labels of 2$/);
      expect(status).toBe('training');
      const run = await school.ok<Run>(`GET /runs/${newestRunId}`);
      expect(run).toMatchObject({
        cause: { kind: 'condition', detail: '2 new labels of 2' },
        requestedBy: 'process:trigger',
      });
      asked.add(run.id);
      await school.ok(`POST /runs/${run.id}/cancel`, { json: {} });
      clock.passes(60);
      await finds(id, 'not-met', /^0 new labels of 2$/);
    }
    expect(asked.size).toBe(3);
  });

  test('lets its cool-down pass, and keeps to its time of day', async () => {
    const datasetId = await dataset(2);
    const cool = { ...everyMinute, conditions: [], schedule: { cron: '* * * * *', timeZone: 'UTC' } };
    const { id } = await create('Cool', { ...cool, coolDownMinutes: 2 }, { datasets: [datasetId] });
    clock.passes(60);
    const { newestRunId } = await finds(id, 'asked');
    await school.ok(`POST /runs/${newestRunId}/cancel`, { json: {} });
    clock.passes(60);
    await finds(id, 'cool-down');
    clock.passes(60);
    const again = await finds(id, 'asked');
    expect(again.newestRunId).not.toBe(newestRunId);
    await school.ok(`POST /runs/${again.newestRunId}/cancel`, { json: {} });
    const window = { from: '22:00', to: '23:00', timeZone: 'UTC' };
    const json = { trigger: { ...cool, window } };
    await school.change(`PUT /streams/${id}/trigger`, `/streams/${id}`, { json });
    clock.passes(60);
    await finds(id, 'outside-window', /22:00 to 23:00/);
  });

  test('says why it may not ask', async () => {
    const trigger = { ...everyMinute, conditions: [], schedule: { cron: '* * * * *', timeZone: 'UTC' } };
    const { id } = await create('No data', trigger);
    clock.passes(60);
    expect((await finds(id, 'refused', /no datasets/)).newestRunId).toBeNull();
  });
});

describe('a gate (S4-16)', () => {
  test('that is shut lets the time pass, or waits until a trainer is there', async () => {
    const datasetId = await dataset(3);
    const gate = { trainer: true };
    const skips = await create('Skips', { ...everyThreeHours, gate }, { datasets: [datasetId] });
    const waiting = { ...everyThreeHours, gate, whenShut: 'wait' } as const;
    const waits = await create('Waits', waiting, { datasets: [datasetId] });
    clock.turnTo('2026-11-27T03:00:00Z');
    await finds(skips.id, 'gate-shut', /No trainer “classifier”/);
    await finds(waits.id, 'gate-shut', /No trainer “classifier”/);

    const manager = await jetstreamManager(await school.nats.connect('training'), { checkAPI: false });
    await ensureTrainerConsumer(manager, 'classifier');
    const trainer = await school.nats.connect('trainer');
    const jobs = await jetstream(trainer, { checkAPI: false, apiPrefix: trainerApiPrefix }).consumers.get(
      logNames.trainingJobs,
      trainerConsumer('classifier'),
    );
    const next = jobs.next({ expires: 60_000 }).catch(() => null);
    await school.eventually(async () => expect((await jobs.info()).num_waiting).toBe(1));
    clock.passes(60);
    const { newestRunId } = await finds(waits.id, 'asked');
    expect(await school.ok<Run>(`GET /runs/${newestRunId}`)).toMatchObject({ cause: { kind: 'schedule' } });
    expect(await show(skips.id)).toMatchObject({
      newestRunId: null,
      lastLook: { outcome: 'gate-shut' },
      nextRunAt: '2026-11-27T06:00:00.000Z',
    });
    clock.turnTo('2026-11-27T06:00:00Z');
    await finds(skips.id, 'asked');
    await trainer.close();
    await next;
  });

  test('a trainer that works is there as long as it is heard of, whatever the queue still holds', async () => {
    const json = { name: 'Working', solution: { key: 'image-classification' } };
    const { id: streamId } = await school.ok<Stream>('POST /streams', { json });
    await school.ok('POST /runs', { json: { streamId, source: { kind: 'sample', name: 'digits' } } });
    const trainer = await ScriptedTrainer.take(school, uuidOf(801));
    const { base } = school.training.parts;
    const works = trainerWorks(base);
    expect(await works('classifier')).toBe(false);
    await trainer.claim();
    await base.projections.runs.waitFor(await base.log.lastPosition(['evt.training.run.*']));
    expect([await works('classifier'), await works('cell-detector')]).toEqual([true, false]);
    clock.passes(31);
    expect(await works('classifier')).toBe(false);
    await trainer.report(1, 'train');
    expect(await works('classifier')).toBe(true);
    clock.passes(31);
  });

  test('counts the edges that match and are online', async () => {
    const device = async (serial: string, line: string, online: boolean): Promise<void> => {
      const facts = { publicKey: `U${'A'.repeat(55)}`, agentVersion: '1.0.0' };
      const hardware = { arch: 'x64', cpu: 'x', cores: 2, memoryBytes: 1024 };
      const os = { name: 'Linux', release: '6.1' };
      await school.tell(
        'devices',
        { aggregate: 'device', id: serial.toLowerCase().padEnd(26, 'a') },
        { type: 'DeviceRequested', data: { serial, ...facts, hardware, os } },
        { type: 'DeviceRegistered', data: { name: serial, publicKey: facts.publicKey, tags: { line } } },
        ...(online
          ? [{ type: 'DeviceWentOnline', data: { lastSeenAt: clock.now().toISOString() } } as const]
          : []),
      );
    };
    await device('GATE2', '3', true);
    await device('GATE3', '3', false);
    await device('GATE4', '4', true);
    const gate = (atLeast: number) => ({ trainer: false, devices: { filter: 'tags.line==3', atLeast } });
    const datasets = [await dataset(4)];
    const one = await create('One', { ...everyThreeHours, gate: gate(1) }, { datasets });
    const two = await create('Two', { ...everyThreeHours, gate: gate(2) }, { datasets });
    clock.turnTo('2026-11-27T09:00:00Z');
    await finds(one.id, 'asked');
    await finds(two.id, 'gate-shut', /^1 devices are online, of 2$/);
  });
});

describe('the warning rate', () => {
  test('is counted by minute of what devices say with the models of the stream', async () => {
    clock.turnTo('2026-11-27T09:10:30Z');
    const rate = { kind: 'warning-rate', atLeast: 0.5, overMinutes: 10, leastResults: 4 } as const;
    const trigger: Trigger = { ...everyMinute, conditions: [rate] };
    const more = { datasets: [await dataset(5)], warningScore: 0.6 };
    const { id, name } = await create('Warned', trigger, more);
    const digest = 'a'.repeat(64);
    const tensor = [{ name: 'image', type: 'uint8', shape: [1, 160, 160, 3] }];
    const model = {
      name,
      modelVersion: 'v1.0',
      streamId: id,
      task: 'image-classification',
      labels: [{ key: 'ok', name: 'OK' }],
      artifact: { digest, bytes: 1 },
      signature: { inputs: tensor, outputs: tensor, opset: 17 },
      origin: { kind: 'import' },
      data: [],
    };
    const at = { aggregate: 'model', id: uuidOf(70) };
    const position = await school.tell('training', at, { type: 'ModelRegistered', data: model });
    await school.training.parts.base.projections.streamModels.waitFor(position);

    const admin = jetstream(await school.nats.connectAdmin());
    let seq = 0;
    const publish = (of: string, scores: readonly number[]) => {
      const entries = scores.map((score) => ({
        seq: ++seq,
        at: clock.now().toISOString(),
        model: { name, version: 'v1.0', digest: of, task: 'classification' },
        label: 'ok',
        score,
        probabilities: {},
        boxes: [],
        latencyMs: 1,
        inputFile: 'a.jpg',
      }));
      return admin.publish(
        'tel.aaaaaaaaaaaaaaaaaaaaaaaaaa.inference',
        JSON.stringify({ journal: 'j', entries }),
      );
    };
    await publish(digest, [0.5, 0.9, 0.9]);
    await publish('b'.repeat(64), [0.1, 0.1, 0.1]);
    const counted = (results: number) =>
      school.eventually(async () => {
        const { streamResults } = school.training.parts.doors;
        const found = await streamResults.since(id, 0);
        expect(found.results).toBe(results);
      });
    await counted(3);
    clock.passes(60);
    await finds(id, 'not-met', /^3 results in 10 min, fewer than 4$/);
    await publish(digest, [0.5]);
    await counted(4);
    clock.passes(60);
    await finds(id, 'asked', /^50 % of 4 results in 10 min are warnings, of 50 %$/);
  });
});
