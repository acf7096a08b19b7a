import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hardware, operatingSystem, telemetryBatches } from '@tutti/contracts/devices';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { busyShare } from './cpu-meter';
import { describeHardware, describeSystem } from './hardware';
import { NetworkMeter, parseTraffic } from './network-meter';
import { temperature } from './temperature';
import { VitalsReader } from './vitals';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tutti-vitals-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function sensor(path: string, content: string): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), content);
}

const netDev = (eth: number): string => `Inter-|   Receive |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes packets
    lo: 999 1 0 0 0 0 0 0 999 1 0 0 0 0 0 0
  eth0: ${eth} 1 0 0 0 0 0 0 ${eth * 2} 1 0 0 0 0 0 0
docker0: 999 1 0 0 0 0 0 0 999 1 0 0 0 0 0 0
`;

describe('vitals', () => {
  it('of this machine fit the contract', async () => {
    const reader = new VitalsReader(root);
    await reader.read();
    const vitals = await reader.read();
    const entry = { seq: 0, at: new Date().toISOString(), ...vitals };
    telemetryBatches.vitals.parse({ journal: 'j', entries: [entry] });
    expect(vitals.memoryUsedBytes).toBeGreaterThan(0);
    expect(vitals.memoryUsedBytes).toBeLessThan(vitals.memoryTotalBytes);
    expect(vitals.diskUsedBytes).toBeLessThan(vitals.diskTotalBytes);
    hardware.parse(await describeHardware());
    operatingSystem.parse(await describeSystem());
  });

  it('count the share of CPU time that was not idle', () => {
    expect(busyShare({ idle: 100, total: 200 }, { idle: 125, total: 300 })).toBe(0.75);
    expect(busyShare({ idle: 100, total: 200 }, { idle: 100, total: 200 })).toBe(0);
  });

  it('sum real network interfaces, per second', async () => {
    expect(parseTraffic(netDev(10))).toEqual({ rx: 10, tx: 20 });
    const path = join(root, 'dev');
    await writeFile(path, netDev(1000));
    const meter = new NetworkMeter(path);
    expect(await meter.read()).toEqual({ rx: 0, tx: 0 });
    await writeFile(path, netDev(3000));
    const { rx, tx } = await meter.read();
    expect(rx).toBeGreaterThan(0);
    expect(tx / rx).toBeCloseTo(2);
    expect(await new NetworkMeter(join(root, 'none')).read()).toEqual({ rx: 0, tx: 0 });
  });

  it('take the hottest credible sensor, or none', async () => {
    expect(await temperature(root)).toBeNull();
    await sensor('hwmon/hwmon0/temp1_input', '41000');
    expect(await temperature(root)).toBe(41);
    await sensor('thermal/thermal_zone0/temp', '52500\n');
    await sensor('thermal/thermal_zone1/temp', '48000\n');
    await sensor('thermal/thermal_zone2/temp', '999000\n');
    await sensor('thermal/thermal_zone3/temp', '\n');
    expect(await temperature(root)).toBe(52.5);
  });
});
