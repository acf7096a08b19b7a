import type { DeviceEvent, Tags } from '@tutti/contracts/devices';
import type { ModelEvent } from '@tutti/contracts/training';
import { base32 } from '@tutti/service-kit';
import type { Fleet } from './deployment.fixture';

export const uuidOf = (n: number): string => `0191e5a0-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** Ids of devices by number. */
export const deviceOf = (n: number): string => base32(Buffer.from(String(n).padStart(16, '0')));

export interface Joining {
  readonly tags?: Tags;
  readonly memoryBytes?: number;
  readonly agentVersion?: string;
}

const publicKey = `U${'A'.repeat(55)}`;

/** A device that is let in, and online. Answers with its id. */
export const join = async (fleet: Fleet, n: number, facts: Joining = {}): Promise<string> => {
  const { tags = {}, memoryBytes = 4_000_000_000, agentVersion = '0.1.0' } = facts;
  const hardware = { arch: 'arm64', cpu: 'c', cores: 4, memoryBytes };
  const os = { name: 'Debian', release: '12' };
  const id = deviceOf(n);
  const events: readonly DeviceEvent[] = [
    { type: 'DeviceRequested', data: { serial: `SN-${n}`, publicKey, hardware, os, agentVersion } },
    { type: 'DeviceRegistered', data: { name: `Edge ${n}`, publicKey, tags } },
    { type: 'DeviceWentOnline', data: { lastSeenAt: '2026-11-27T00:00:00.000Z' } },
  ];
  await fleet.tell('devices', { aggregate: 'device', id }, ...events);
  return id;
};

export interface Released {
  readonly streamId?: string;
  readonly passes?: boolean;
  readonly signed?: boolean;
  readonly bytes?: number;
}

export const digestOf = (n: number): string => n.toString(16).padStart(64, '0');

/** What the training service says of a model. */
export const modelEvents = (n: number, { streamId, passes, signed = true, bytes = 1000 }: Released = {}) => {
  const registered: ModelEvent = {
    type: 'ModelRegistered',
    data: {
      name: 'Lids',
      modelVersion: `v1.${n}`,
      ...(streamId === undefined ? {} : { streamId, solution: { key: 'image-classification', version: 1 } }),
      task: 'image-classification',
      labels: [{ key: 'ok', name: 'OK' }],
      artifact: { digest: digestOf(n), bytes },
      signature: {
        inputs: [{ name: 'image', type: 'UINT8', shape: [-1, 160, 160, 3] }],
        outputs: [{ name: 'probabilities', type: 'FP32', shape: [-1, 1] }],
        opset: 17,
      },
      origin: { kind: 'import' },
      data: [],
    },
  };
  const judged = (verdict: boolean): ModelEvent => ({
    type: 'ModelEvaluated',
    data: {
      metrics: { items: 20, accuracy: 0.9 },
      evaluation: { digest: 'e'.repeat(64), bytes: 100 },
      variants: [],
      gate: { passes: verdict, reasons: [] },
    },
  });
  const bundle = { digest: 'b'.repeat(64), bytes: 100 };
  const sealed: ModelEvent = { type: 'ModelSigned', data: { keyId: 'c'.repeat(64), bundle } };
  return [registered, ...(passes === undefined ? [] : [judged(passes)]), ...(signed ? [sealed] : [])];
};

/** A model that the training service has registered. Answers with its id. */
export const release = async (fleet: Fleet, n: number, released: Released = {}): Promise<string> => {
  const id = uuidOf(n);
  await fleet.tell('training', { aggregate: 'model', id }, ...modelEvents(n, released));
  return id;
};

/** A stream with models of its own. Answers with its id. */
export const found = async (fleet: Fleet, n: number, warningScore?: number): Promise<string> => {
  const id = uuidOf(n);
  const data = {
    name: `Lids ${n}`,
    tags: {},
    parameters: {},
    gate: { metric: 'accuracy' },
    datasets: [],
    solution: { key: 'image-classification', version: 1 },
    task: 'image-classification',
    ...(warningScore === undefined ? {} : { warningScore }),
  };
  await fleet.tell('training', { aggregate: 'stream', id }, { type: 'StreamCreated', data });
  return id;
};
