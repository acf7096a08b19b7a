import { setTimeout as delay } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { startTestNats } from '@tutti/testing';
import { NatsObjectBlobStore } from '../src/index';
import { blobStoreSuite } from './blob-store.suite';

/** The server acknowledges a message before it removes what the message replaces. */
const settled = async (count: () => Promise<number>): Promise<number> => {
  for (let last = await count(); ;) {
    await delay(20);
    const next = await count();
    if (next === last) return last;
    last = next;
  }
};

blobStoreSuite('NATS object stores', async () => {
  const nats = await startTestNats({ blobBytes: 1024 ** 3 });
  const manager = await jetstreamManager(await nats.connectAdmin());
  return {
    store: new NatsObjectBlobStore(await nats.connect('devices')),
    replica: new NatsObjectBlobStore(await nats.connect('devices')),
    traces: () => settled(async () => (await manager.streams.info('OBJ_devices')).state.messages),
    close: () => nats.stop(),
  };
});
