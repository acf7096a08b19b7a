import { randomUUID } from 'node:crypto';
import type { DeploymentReport } from '@tutti/contracts/deployment';
import { expect, test } from 'vitest';
import { said } from './device-deployment.fixture';
import { heardOf, mostOfDevice, type Arrival } from './heard-reports';

const receivedAt = new Date('2026-11-27T00:00:00Z');
const at = receivedAt.toISOString();
const from = (deviceId: string, deploymentId: string, ...reports: readonly DeploymentReport[]): Arrival[] =>
  reports.map((report, seq) => ({
    deviceId,
    receivedAt,
    entry: { seq, at, topic: 'deployment', deploymentId, report },
  }));
const downloading = (bytes: number): DeploymentReport => ({ state: 'downloading', bytes, total: 1000 });
const { accepted, downloaded, verified, soaking, confirmed } = said;

test('a device that invents deployments is listened to a little, and keeps nobody else back', () => {
  const invented = Array.from({ length: 500 }, () => from('hostile', randomUUID(), accepted.report)).flat();
  const honest = from('honest', randomUUID(), accepted.report, downloaded.report);
  const { heard, tooMany } = heardOf([...invented, ...honest]);
  expect(heard).toHaveLength(mostOfDevice + 1);
  expect(heard.at(-1)).toEqual(honest);
  expect([...tooMany]).toEqual([['hostile', 500 - mostOfDevice]]);
});

test('a device that was away for long loses nothing: of its progress the newest counts, and every step', () => {
  const id = randomUUID();
  const many = Array.from({ length: 300 }, (_, n) => n);
  const arrivals = from(
    'away',
    id,
    ...[accepted.report, ...many.map(downloading), downloaded.report, verified.report],
    ...[...many.map(() => soaking.report), confirmed.report],
  );
  const { heard, tooMany } = heardOf(arrivals);
  expect(heard[0]?.map(({ entry }) => entry.report)).toEqual([
    ...[accepted.report, downloading(299), downloaded.report, verified.report],
    ...[soaking.report, confirmed.report],
  ]);
  expect(tooMany.size).toBe(0);
});

test("another device's word on a deployment does not take the place of its own", () => {
  const id = randomUUID();
  const own = from('one', id, downloading(500));
  const others = from('two', id, downloading(900));
  expect(heardOf([...own, ...others]).heard).toEqual([own, others]);
});
