import { jetstream, jetstreamManager, type JsMsg } from '@nats-io/jetstream';
import { type NatsConnection, PermissionViolationError, RequestError } from '@nats-io/transport-node';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ensureTrainerConsumer, trainerAckWaitMs, trainerApiPrefix, trainerConsumer } from '../src/index';
import { startTestNats, type TestNats } from '../src/testing/test-nats';

let nats: TestNats;
let training: NatsConnection;
let trainer: NatsConnection;
beforeEach(async () => {
  nats = await startTestNats();
  [training, trainer] = [await nats.connect('training'), await nats.connect('trainer')];
});
afterEach(() => nats.stop());

const isRefused = async (connection: NatsConnection, subject: string): Promise<boolean> => {
  const error: unknown = await connection
    .request(subject, '{}', { timeout: 2_000 })
    .catch((reason: unknown) => reason);
  return error instanceof RequestError && error.cause instanceof PermissionViolationError;
};

const ensure = async (kind: string): Promise<void> =>
  ensureTrainerConsumer(await jetstreamManager(training), kind);

const publish = (kind: string, runId: string): Promise<unknown> =>
  jetstream(training).publish(`train.${kind}.${runId}`, JSON.stringify({ runId }));

const next = async (kind: string): Promise<JsMsg | null> => {
  const js = jetstream(trainer, { timeout: 5_000, checkAPI: false, apiPrefix: trainerApiPrefix });
  const consumer = await js.consumers.get('TRAIN_JOBS', trainerConsumer(kind));
  return consumer.next({ expires: 1_000 });
};

const waiting = async (): Promise<number> =>
  (await (await jetstreamManager(training)).streams.info('TRAIN_JOBS')).state.messages;

it('given jobs of two kinds, a trainer takes those of its kind, says it works on them, and acknowledges', async () => {
  await Promise.all([ensure('classifier'), ensure('detector')]);
  await ensure('classifier');
  await publish('classifier', 'r1');
  await publish('detector', 'r2');
  const job = await next('classifier');
  expect(job?.subject).toBe('train.classifier.r1');
  job?.working();
  expect(await job?.ackAck()).toBe(true);
  expect(await next('classifier')).toBeNull();
  expect(await waiting()).toBe(1);
});

it('a job that a trainer gives back goes to another at once', async () => {
  await ensure('classifier');
  await publish('classifier', 'r1');
  (await next('classifier'))?.nak();
  const again = await next('classifier');
  expect(again?.info.deliveryCount).toBe(2);
});

it('a trainer that falls silent has its job taken after the time that was agreed', async () => {
  await ensure('classifier');
  const { config } = await (
    await jetstreamManager(training)
  ).consumers.info('TRAIN_JOBS', trainerConsumer('classifier'));
  expect(config.ack_wait).toBe(trainerAckWaitMs * 1e6);
  expect(config.max_deliver).toBe(-1);
});

it('a trainer can do nothing else: no events, consumers, queue, log, secrets, twins', async () => {
  await ensure('classifier');
  const subjects = [
    ...['evt.training.run.r1', 'train.classifier.r9', 'tel.d1.heartbeat', '$KV.twin.d1.models', 'nudge.d1'],
    ...['CREATE.TRAIN_JOBS', 'CREATE.TRAIN_JOBS.mine.train.>', 'DURABLE.CREATE.TRAIN_JOBS.mine'].map(
      (verb) => `$JS.API.CONSUMER.${verb}`,
    ),
    `$JS.API.CONSUMER.DELETE.TRAIN_JOBS.${trainerConsumer('classifier')}`,
    '$JS.API.CONSUMER.LIST.TRAIN_JOBS',
    ...['INFO', 'UPDATE', 'DELETE', 'PURGE', 'MSG.GET', 'MSG.DELETE'].map(
      (verb) => `$JS.API.STREAM.${verb}.TRAIN_JOBS`,
    ),
    '$JS.API.DIRECT.GET.TRAIN_JOBS',
    ...['STREAM.INFO', 'STREAM.MSG.GET', 'DIRECT.GET', 'CONSUMER.CREATE'].map(
      (verb) => `$JS.API.${verb}.LOG`,
    ),
    '$JS.API.DIRECT.GET.KV_vault.$KV.vault.training.x',
    '$SYS.REQ.SERVER.PING.JSZ',
  ];
  for (const subject of subjects)
    expect([subject, await isRefused(trainer, subject)]).toEqual([subject, true]);
});

it('a trainer cannot have the server’s answers stored: they go nowhere that it names', async () => {
  const admin = await nats.connectAdmin();
  const { streams } = await jetstreamManager(admin);
  const stored = async (): Promise<readonly number[]> =>
    Promise.all(
      ['KV_twin', 'LOG', 'TELEMETRY'].map(async (name) => (await streams.info(name)).state.last_seq),
    );
  await ensure('classifier');
  await publish('classifier', 'r1');
  const before = await stored();
  const attack = (connection: NatsConnection, prefix: string): void => {
    for (const reply of ['$KV.twin.d1.models', 'evt.devices.device.d1', 'tel.d1.heartbeat'])
      connection.publish(`${prefix}.CONSUMER.INFO.TRAIN_JOBS.${trainerConsumer('classifier')}`, '', {
        reply,
      });
  };
  attack(trainer, trainerApiPrefix);
  // Answers travel in order: once the job is here, the others have gone wherever they go.
  expect((await next('classifier'))?.subject).toBe('train.classifier.r1');
  expect(await stored()).toEqual(before);
  // From inside account CORE they would be: this test sees what it looks for.
  attack(admin, '$JS.API');
  await expect.poll(stored).toEqual(before.map((last) => last + 1));
});

it('other services see nothing of the queue; training puts in, looks, and takes out', async () => {
  const devices = await nats.connect('devices');
  expect(await isRefused(devices, 'train.classifier.r1')).toBe(true);
  expect(await isRefused(devices, '$JS.API.STREAM.INFO.TRAIN_JOBS')).toBe(true);
  await Promise.all([publish('classifier', 'r1'), publish('classifier', 'r2')]);
  const { streams, direct } = await jetstreamManager(training);
  const found = await direct.getMessage('TRAIN_JOBS', { last_by_subj: 'train.classifier.r1' });
  await streams.deleteMessage('TRAIN_JOBS', found?.seq ?? 0);
  expect(await waiting()).toBe(1);
  await streams.purge('TRAIN_JOBS', { filter: 'train.*.r2' });
  expect(await waiting()).toBe(0);
});

it('a job that is too large is refused', async () => {
  await expect(jetstream(training).publish('train.classifier.r1', 'x'.repeat(65 * 1024))).rejects.toThrow();
});
