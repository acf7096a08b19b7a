import { setTimeout as delay } from 'node:timers/promises';
import type { DeviceCredentials } from '@tutti/contracts/devices';
import type { Caller } from './calls';
import type { SimulatedDevice } from '@tutti/testing';

/** Retires a device, whatever it takes. */
export const retire = async (device: SimulatedDevice, caller: Caller): Promise<void> => {
  const until = AbortSignal.timeout(60_000);
  const path = `devices/${device.id}`;
  while (!until.aborted) {
    const seen = await caller.insist({ method: 'GET', path }, until);
    if (seen.kind !== 'done') continue;
    if ((seen.body as { lifecycle: string }).lifecycle === 'retired') return;
    const headers = { 'if-match': seen.headers.get('etag') ?? '' };
    await caller.call({ method: 'DELETE', path, headers });
  }
  throw new Error(`${device.serial} could not be retired within a minute`);
};

/** One that was retired under fire is out: neither its pass nor its key opens anything. */
export const outProof = async (device: SimulatedDevice, pass: DeviceCredentials): Promise<string[]> => {
  const connected = await device.connect(pass).then(
    async (connection) => {
      await connection.close();
      return true;
    },
    () => false,
  );
  const renewed = await device.credentials().then(
    () => true,
    () => false,
  );
  return [
    ...(connected ? [`${device.serial} is retired and connects with its old pass`] : []),
    ...(renewed ? [`${device.serial} is retired and was given a new pass`] : []),
  ];
};

/** One that is retired while it is connected, in a quiet system: milliseconds until it is out. */
export const timeToRetire = async (device: SimulatedDevice, caller: Caller): Promise<number> => {
  const connection = await device.connect();
  const closed = connection.closed().then(() => performance.now());
  await retire(device, caller);
  const told = performance.now();
  const out = await Promise.race([closed, delay(10_000, Number.POSITIVE_INFINITY, { ref: false })]);
  await connection.close();
  return Math.max(0, Math.round(out - told));
};
