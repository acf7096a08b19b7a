import { afterAll, beforeAll, expect, test } from 'vitest';
import { said, wish } from '../src/device-deployment/device-deployment.fixture';
import { Fleet } from './deployment.fixture';
import { LeapingClock, ScriptedDevice } from './scripted-device.fixture';

let fleet: Fleet;
const clock = new LeapingClock();

beforeAll(async () => {
  fleet = await Fleet.start({ clock, reconnectMs: 5 * 60_000 });
});
afterAll(() => fleet.stop());

test('a device that the outage kept from saying so has its model confirmed all the same', async () => {
  const device = await ScriptedDevice.join(fleet, 1);
  const id = await device.offered();
  await device.reports(id, said.activated.report);
  await device.becomes(id, { status: 'active' });
  await fleet.close();
  clock.leap(24 * 60);
  await fleet.open();
  const other = await ScriptedDevice.join(fleet, 2);
  const marker = await other.offered();
  await other.twinBecomes({ ...wish, deploymentId: marker, settled: false });
  expect((await device.show(id)).status).toBe('active');
  await device.reports(id, said.confirmed.report);
  await device.becomes(id, { status: 'confirmed' });
});
