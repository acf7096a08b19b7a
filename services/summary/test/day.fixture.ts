import { randomUUID } from 'node:crypto';
import { telemetrySubject, type DeviceEvent } from '@tutti/contracts/devices';
import type { DatasetEvent, ItemEvent } from '@tutti/contracts/datasets';
import {
  usualPacing,
  usualStepMinutes,
  type DeploymentEvent,
  type RolloutEvent,
} from '@tutti/contracts/deployment';
import type { ModelEvent, RunEvent, SolutionEvent, StreamEvent } from '@tutti/contracts/training';
import { JetStreamEventLog, subjectOf, type EventLog } from '@tutti/event-store';
import type { DomainEvent } from '@tutti/kernel';
import type { TestNats } from '@tutti/testing';

const uuidOf = (n: number): string => `0191e5a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const ids = {
  stream: uuidOf(1),
  model: uuidOf(2),
  run: uuidOf(3),
  dataset: uuidOf(4),
  item: uuidOf(5),
  rollout: uuidOf(6),
  deployment: uuidOf(7),
} as const;
export const device = (letter: string): string => letter.repeat(26);
export const digest = 'a'.repeat(64);
const file = { digest, bytes: 10 };
const about = (deviceId: string) => ({ deviceId, rolloutId: ids.rollout, group: 0 });
const signature = {
  inputs: [{ name: 'x', type: 'float32', shape: [1] }],
  outputs: [{ name: 'y', type: 'float32', shape: [1] }],
  opset: 17,
};
const gate = { passes: true, reasons: [] };

export const deviceEvents = {
  requested: {
    type: 'DeviceRequested',
    data: {
      serial: 'SN-1',
      publicKey: `U${'A'.repeat(55)}`,
      hardware: { arch: 'x64', cpu: 'c', cores: 1, memoryBytes: 1 },
      os: { name: 'Debian', release: '12' },
      agentVersion: '1',
    },
  },
  registered: (name: string): DeviceEvent => ({
    type: 'DeviceRegistered',
    data: { name, publicKey: `U${'A'.repeat(55)}`, site: 'Seoul', tags: {} },
  }),
  online: (lastSeenAt: string): DeviceEvent => ({ type: 'DeviceWentOnline', data: { lastSeenAt } }),
  offline: (lastSeenAt: string): DeviceEvent => ({ type: 'DeviceWentOffline', data: { lastSeenAt } }),
  warned: {
    type: 'DeviceWarned',
    data: { model: 'Bricks', modelVersion: 'v1.0', below: 0.7, count: 5, windowMs: 1000, lowest: 0.2 },
  },
  faulted: { type: 'DeviceFaulted', data: { kind: 'camera', message: 'No picture.' } },
} satisfies Record<string, DeviceEvent | ((text: string) => DeviceEvent)>;

const solution = { key: 'image-classification', version: 1 };
const task = 'image-classification';
const metrics = { items: 30, accuracy: 0.97 };

const training = {
  solution: {
    type: 'SolutionPublished',
    data: {
      version: 1,
      manifest: {
        ...{ name: 'Classification', description: '', task, dataType: 'image', trainer: 'classifier' },
        ...{ parameters: { type: 'object', properties: {} }, labelling: true, sample: null },
        gate: { metric: 'accuracy' },
      },
    },
  } satisfies SolutionEvent,
  stream: {
    type: 'StreamCreated',
    data: {
      ...{ name: 'Bricks', tags: {}, solution, task, parameters: {}, gate: { metric: 'accuracy', gain: 0 } },
      datasets: [ids.dataset],
      warningScore: 0.7,
    },
  } satisfies StreamEvent,
  runRequested: {
    type: 'RunRequested',
    data: {
      ...{ streamId: ids.stream, name: 'Bricks', task, solution, trainer: 'classifier', parameters: {} },
      gate: { metric: 'accuracy' },
      source: { kind: 'datasets', data: [{ datasetId: ids.dataset }] },
      ...{ key: ids.stream, duplicatePolicy: 'reject', cause: { kind: 'person' }, labelsSeen: {} },
      ...{ randomSeed: 1, maxMinutes: 60 },
    },
  } satisfies RunEvent,
  runStarted: {
    type: 'RunStarted',
    data: { attempt: 1, claimId: uuidOf(8), worker: 'host', steps: ['train'] },
  } satisfies RunEvent,
  runSucceeded: {
    type: 'RunSucceeded',
    data: {
      ...{ streamId: ids.stream, name: 'Bricks', solution, task, attempt: 1, artifact: file, signature },
      ...{ labels: [], metrics, evaluation: file, gate, data: [], seconds: { train: 5 } },
      variants: [{ precision: 'fp32', bytes: 10, metrics }],
      items: { train: 100, validation: 20, test: 30 },
    },
  } satisfies RunEvent,
  model: {
    type: 'ModelRegistered',
    data: {
      ...{ name: 'Bricks', modelVersion: 'v1.0', streamId: ids.stream, solution, task, labels: [] },
      ...{ artifact: file, signature, origin: { kind: 'run', runId: ids.run }, data: [] },
    },
  } satisfies ModelEvent,
} as const;

const datasets = {
  dataset: {
    type: 'DatasetCreated',
    data: { name: 'Bricks', task, labelSchemaId: uuidOf(9), tags: {}, minimumPerClass: 1 },
  } satisfies DatasetEvent,
  item: {
    type: 'ItemLabelled',
    data: {
      datasetId: ids.dataset,
      label: { classKey: 'ok' },
      by: 'person',
      schemaVersion: 1,
    },
  } satisfies ItemEvent,
} as const;

const deployment = {
  rolloutPlanned: {
    type: 'RolloutPlanned',
    data: {
      name: 'Autumn',
      model: { modelId: ids.model, name: 'Bricks', version: 'v1.0', task, artifact: file },
      streamId: ids.stream,
      wish: {
        mode: 'replace',
        confirmation: { results: 20, minutes: 30, whenSilent: 'confirm' },
        ...{ windows: [], jitterSeconds: 0 },
      },
      stepMinutes: usualStepMinutes,
      target: { kind: 'devices', deviceIds: ['a'.repeat(26)] },
      groups: [
        {
          ...{ name: 'all', successPercent: 100, onSuccess: 'next-group', devices: 1 },
          error: { kind: 'percent', percent: 50 },
        },
      ],
      ...{ pacing: usualPacing, approval: false, manifest: file, excluded: 0, cause: { kind: 'person' } },
    },
  } satisfies RolloutEvent,
  rolloutStarted: { type: 'RolloutStarted', data: {} } satisfies RolloutEvent,
  rolloutFinished: {
    type: 'RolloutFinished',
    data: { succeeded: 1, failed: 1, other: 0 },
  } satisfies RolloutEvent,
  confirmed: (deviceId: string): DeploymentEvent => ({
    type: 'DeploymentConfirmed',
    data: { ...about(deviceId), results: 3, meanScore: 0.9 },
  }),
  timedOut: (deviceId: string): DeploymentEvent => ({
    type: 'DeploymentTimedOut',
    data: { ...about(deviceId), step: 'accept' },
  }),
} as const;

/** What others' logs say: one aggregate each, as far as a day's figures need it. */
export const work = { ...training, ...datasets, ...deployment };

export type Context = 'devices' | 'training' | 'datasets' | 'deployment';

/** Writes what other services tell, at whatever time. */
export class Tellers {
  readonly #logs = new Map<Context, EventLog>();
  #places = 0;

  constructor(private readonly nats: TestNats) {}

  async tell(
    subject: readonly [Context, string, string],
    at: string,
    ...events: readonly DomainEvent[]
  ): Promise<void> {
    const [context, aggregate, aggregateId] = subject;
    const log = await this.#log(context);
    const expected = await log.lastPosition([subjectOf(context, aggregate, aggregateId)]);
    const recorded = events.map((event, index) => ({ event, aggregateVersion: index + 1 }));
    const commit = { id: randomUUID(), context, aggregate, aggregateId, expected, metadata: {} };
    await log.append([{ ...commit, time: new Date(at), events: recorded }]);
  }

  /** A message of telemetry, as the device sends it; answered once it is kept. */
  async hears(deviceId: string, kind: 'inference' | 'failure', ...entries: readonly object[]): Promise<void> {
    const { connection } = await this.nats.connectDevice({ id: deviceId });
    const batch = entries.map((entry) => ({ seq: this.#places++, ...entry }));
    const payload = JSON.stringify({ journal: 'one', entries: batch });
    await connection.request(telemetrySubject(deviceId, kind), payload, { timeout: 5000 });
    await connection.close();
  }

  async #log(context: Context): Promise<EventLog> {
    const log = this.#logs.get(context) ?? (await JetStreamEventLog.open(await this.nats.connect(context)));
    this.#logs.set(context, log);
    return log;
  }
}

const model = { name: 'Bricks', version: 'v1.0', digest, task: 'classification' };
export const result = (at: string, score: number, inputBytes?: number) => ({
  ...{ at, model, label: 'a', score, probabilities: {}, boxes: [], latencyMs: 1, inputFile: 'a.png' },
  ...(inputBytes === undefined ? {} : { inputBytes }),
});
export const failure = (at: string) => ({
  at,
  model,
  type: 'image.broken',
  message: 'Broken.',
  inputFile: 'a.png',
});
