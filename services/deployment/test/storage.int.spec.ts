import { sqliteTestDatabase, type TestDatabase } from '@tutti/testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDeploymentDatabase } from '../src/storage/open-deployment-database';

// SQLite's plans: MariaDB's depend on what is in a table.
let place: TestDatabase;
let database: DataSource;

beforeAll(async () => {
  place = await sqliteTestDatabase();
  database = await openDeploymentDatabase(place.url);
});
afterAll(async () => {
  await database.destroy();
  await place.dispose();
});

const planOf = async (query: string): Promise<readonly string[]> => {
  const steps: { detail: string }[] = await database.query(
    `EXPLAIN QUERY PLAN SELECT device_id FROM deployment_list WHERE generation = 1 ${query}`,
  );
  return steps.map(({ detail }) => detail);
};

test('who works on a deployment is found without what the devices have behind them', async () => {
  expect(await planOf("AND device_id IN ('a', 'b') AND ended_at IS NULL")).toEqual([
    expect.stringMatching(/INDEX deployment_list_by_device_end .*device_id=\? AND ended_at=\?/),
  ]);
});

test.each(['offered_at', 'changed_at'])(
  'deployments by %s are read in their order, not sorted',
  async (by) => {
    const plan = await planOf(`ORDER BY ${by} DESC, id DESC LIMIT 50`);
    expect(plan).toEqual([expect.stringContaining('USING INDEX deployment_list_by_')]);
  },
);
