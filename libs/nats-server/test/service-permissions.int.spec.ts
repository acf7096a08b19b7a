import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import {
  headers,
  type NatsConnection,
  PermissionViolationError,
  RequestError,
} from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBucket, type ServiceName, serviceNames } from '../src/index';
import { startTestNats, type TestNats } from '../src/testing/test-nats';

let nats: TestNats;
let services: ReadonlyMap<ServiceName, NatsConnection>;
beforeAll(async () => {
  nats = await startTestNats();
  const connected = serviceNames.map(async (name) => [name, await nats.connect(name)] as const);
  services = new Map(await Promise.all(connected));
});
afterAll(() => nats.stop());

const as = (name: ServiceName): NatsConnection => {
  const connection = services.get(name);
  if (connection === undefined) throw new Error(`${name} is not connected`);
  return connection;
};

const isRefused = async (connection: NatsConnection, subject: string): Promise<boolean> => {
  const error: unknown = await connection
    .request(subject, '{}', { timeout: 2_000 })
    .catch((reason: unknown) => reason);
  return error instanceof RequestError && error.cause instanceof PermissionViolationError;
};

describe.each(serviceNames)('%s', (name) => {
  it('writes its own events and nobody else’s', async () => {
    await expect(jetstream(as(name)).publish(`evt.${name}.thing.1`, '[]')).resolves.toMatchObject({
      stream: 'LOG',
    });
    const others = serviceNames.filter((other) => other !== name);
    for (const other of others) expect(await isRefused(as(name), `evt.${other}.thing.1`)).toBe(true);
  });

  it('reads the whole log: pages, an ordered consumer, a durable one that it acknowledges', async () => {
    const manager = await jetstreamManager(as(name));
    expect((await manager.streams.info('LOG')).config.name).toBe('LOG');
    await manager.direct.getMessage('LOG', { last_by_subj: `evt.${name}.thing.1` });
    await manager.streams.getMessage('LOG', { last_by_subj: `evt.${name}.thing.1` });
    const ordered = await jetstream(as(name)).consumers.get('LOG', {
      filter_subjects: ['evt.*.thing.>', 'evt.none'],
    });
    expect((await ordered.next())?.seq).toBe(1);
    await manager.consumers.add('LOG', { durable_name: `${name}-test`, ack_policy: AckPolicy.Explicit });
    const durable = await jetstream(as(name)).consumers.get('LOG', `${name}-test`);
    expect(await (await durable.next())?.ackAck()).toBe(true);
    await manager.consumers.delete('LOG', `${name}-test`);
  });

  it('keeps its own secrets: others neither read nor write nor watch them', async () => {
    const vault = await openBucket(as(name), 'vault');
    await vault.put(`${name}.secret`, 'sealed');
    expect((await vault.get(`${name}.secret`))?.string()).toBe('sealed');
    const stranger = as(name === 'summary' ? 'training' : 'summary');
    expect(await isRefused(stranger, `$KV.vault.${name}.secret`)).toBe(true);
    expect(await isRefused(stranger, `$JS.API.DIRECT.GET.KV_vault.$KV.vault.${name}.secret`)).toBe(true);
    expect(await isRefused(stranger, `$JS.API.CONSUMER.CREATE.KV_vault.spy.$KV.vault.${name}.>`)).toBe(true);
    expect(await isRefused(stranger, '$JS.API.CONSUMER.CREATE.KV_vault.spy')).toBe(true);
    expect(await isRefused(stranger, '$JS.API.STREAM.MSG.GET.KV_vault')).toBe(true);
    expect(await isRefused(stranger, '$JS.API.DIRECT.GET.KV_vault')).toBe(true);
  });

  it('has snapshots, personal fields and a watch on its own keys', async () => {
    const snapshots = await openBucket(as(name), 'snapshots');
    await snapshots.put(`evt.${name}.thing.1`, '{}');
    expect(await snapshots.get(`evt.${name}.thing.1`)).not.toBeNull();
    const person = await openBucket(as(name), 'person');
    await person.put(`${name}.u1`, 'somebody');
    const watch = await person.watch({ key: `${name}.>` });
    for await (const entry of watch) {
      expect(entry.key).toBe(`${name}.u1`);
      break;
    }
    await person.delete(`${name}.u1`);
    expect((await person.get(`${name}.u1`))?.operation).toBe('DEL');
  });

  it('does not change what logs and buckets are', async () => {
    for (const verb of ['CREATE', 'UPDATE', 'DELETE', 'PURGE']) {
      expect(await isRefused(as(name), `$JS.API.STREAM.${verb}.LOG`)).toBe(true);
    }
    expect(await isRefused(as(name), '$JS.API.STREAM.MSG.DELETE.LOG')).toBe(true);
    expect(await isRefused(as(name), 'tel.d1.heartbeat')).toBe(true);
  });
});

describe('shared buckets', () => {
  it('a rollup on one’s own key does not empty the bucket of others', async () => {
    const vault = await openBucket(as('identity'), 'vault');
    await vault.put('identity.kept', 'sealed');
    const rollup = headers();
    rollup.set('Nats-Rollup', 'all');
    const purge = jetstream(as('devices')).publish('$KV.vault.devices.mine', '', { headers: rollup });
    await expect(purge).rejects.toThrow('rollup');
    expect(await vault.get('identity.kept')).not.toBeNull();
  });

  it('twins: devices writes all keys, deployment its own, others none', async () => {
    const put = async (name: ServiceName, key: string): Promise<boolean> =>
      !(await isRefused(as(name), `$KV.twin.d1.${key}`));
    expect(await put('devices', 'settings')).toBe(true);
    expect(await put('deployment', 'models')).toBe(true);
    expect(await put('deployment', 'head')).toBe(true);
    expect(await put('deployment', 'commands')).toBe(false);
    expect(await put('summary', 'models')).toBe(false);
  });

  it('signing keys: identity publishes, everybody reads', async () => {
    const bucket = await openBucket(as('identity'), 'jwks');
    await bucket.put('current', '{}');
    for (const name of serviceNames) {
      expect(await (await openBucket(as(name), 'jwks')).get('current')).not.toBeNull();
      expect(await isRefused(as(name), '$KV.jwks.current')).toBe(name !== 'identity');
    }
  });

  it('enrolment requests: devices alone, of bounded size', async () => {
    const pending = await openBucket(as('devices'), 'pending');
    await pending.put('d1', 'request');
    await expect(pending.put('d2', 'x'.repeat(17 * 1024))).rejects.toThrow('maximum');
    expect(await isRefused(as('identity'), '$KV.pending.d1')).toBe(true);
  });
});

describe('users that are no services', () => {
  it('setup cannot remove, purge, read or write', async () => {
    const setup = await nats.connect('setup');
    const subjects = ['STREAM.DELETE.LOG', 'STREAM.PURGE.LOG', 'STREAM.MSG.GET.LOG', 'CONSUMER.CREATE.LOG'];
    for (const subject of subjects) expect(await isRefused(setup, `$JS.API.${subject}`)).toBe(true);
    expect(await isRefused(setup, 'evt.devices.device.d1')).toBe(true);
    expect(await isRefused(setup, '$KV.vault.devices.x')).toBe(true);
  });

  it('observer only asks for settings', async () => {
    const observer = await nats.connect('observer');
    expect(await isRefused(observer, '$SYS.REQ.CLAIMS.UPDATE')).toBe(true);
    expect(await isRefused(observer, '$SYS.REQ.SERVER.PING.CONNZ')).toBe(true);
  });

  it('nobody listens to another’s replies', async () => {
    const refusal = new Promise<unknown>((resolve) => {
      as('summary').subscribe('_INBOX.identity.>', { callback: (error) => resolve(error) });
    });
    expect(await refusal).toBeInstanceOf(PermissionViolationError);
  });
});
