import { setTimeout as delay } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { SimulatedDevice } from '@tutti/testing';
import type { Caller } from './calls';

/** A device that reports without an end, and what it was told was stored. */
export interface Reporter {
  readonly device: SimulatedDevice;
  /** Results that were sent: each is told for certain before the next. */
  readonly results: number[];
  running: Promise<void>;
}

/** Lets a device in as a person does who shows it a token. */
export const enrol = async (url: string, serial: string, caller: Caller): Promise<SimulatedDevice> => {
  const device = new SimulatedDevice({ url, serial });
  const answer = await caller.insist(
    {
      method: 'POST',
      path: 'enrolment-tokens',
      body: { ttlSeconds: 3600, maxUses: 1, autoAccept: true, note: `of ${serial}` },
    },
    AbortSignal.timeout(30_000),
  );
  if (answer.kind !== 'done') throw new Error(`${serial} was given no token: ${JSON.stringify(answer)}`);
  await device.ask({ token: (answer.body as { token: string }).token });
  return device;
};

/** Sends result after result; one that is not confirmed is sent again as it is, as the agent's journal does. */
export const report = (device: SimulatedDevice, stop: AbortSignal): Reporter => {
  const results: number[] = [];
  return { device, results, running: run(device, results, stop) };
};

const run = async (device: SimulatedDevice, results: number[], stop: AbortSignal): Promise<void> => {
  let entry = device.inference();
  const send = async (connection: NatsConnection): Promise<void> => {
    for (let n = 0; !stop.aborted; n++) {
      if (n % 20 === 0) await device.publish(connection, 'heartbeat', [device.heartbeat()]);
      await device.publish(connection, 'inference', [entry]);
      results.push(entry.seq);
      entry = device.inference();
      await delay(20);
    }
  };
  while (!stop.aborted) {
    const connection = await device.connect().catch(() => undefined);
    await (connection && send(connection))?.catch(() => undefined);
    await connection?.close().catch(() => undefined);
    await delay(200);
  }
};
