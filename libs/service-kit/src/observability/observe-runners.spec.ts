import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { observeRunners } from './observe-runners';
import { Readiness } from './readiness';

test('runners appear in readiness and metrics, as they are at the moment of asking', async () => {
  let lag: number | null = null;
  const readiness = new Readiness();
  const registry = new Registry();
  const runner = {
    status: () => ({
      kind: 'projection',
      name: 'device-list',
      phase: 'leading',
      leader: true,
      ready: lag === 0,
      lag,
      error: null,
    }),
  };
  observeRunners([runner], { readiness, registry });
  expect(await readiness.report()).toEqual({
    ready: false,
    checks: { 'projection device-list': { ok: false, detail: 'leading' } },
  });
  lag = 0;
  expect((await readiness.report()).ready).toBe(true);
  const text = await registry.metrics();
  expect(text).toContain('tutti_runner_lag_commits{runner="projection device-list"} 0');
  expect(text).toContain('tutti_runner_leader{runner="projection device-list"} 1');
});

test('of two services in one process that keep a read model of one name, the worse one is told', async () => {
  const readiness = new Readiness();
  const registry = new Registry();
  const runner = (lag: number) => ({
    status: () => ({
      ...{ kind: 'projection', name: 'fleet-device-list', phase: 'leading', error: null, lag },
      ...{ leader: lag === 0, ready: lag === 0 },
    }),
  });
  observeRunners([runner(0), runner(7)], { readiness, registry });
  expect(await readiness.report()).toEqual({
    ready: false,
    checks: { 'projection fleet-device-list': { ok: false, detail: 'leading, lag 0; leading, lag 7' } },
  });
  const text = await registry.metrics();
  expect(text).toContain('tutti_runner_lag_commits{runner="projection fleet-device-list"} 7');
  expect(text).toContain('tutti_runner_leader{runner="projection fleet-device-list"} 0');
});

test('a check that throws or hangs is a failed check; draining is not ready', async () => {
  const readiness = new Readiness(10);
  readiness.register({ name: 'broken', check: () => Promise.reject(new Error('secret detail')) });
  readiness.register({ name: 'hanging', check: () => new Promise(() => undefined) });
  const { ready, checks } = await readiness.report();
  expect([ready, checks['broken'], checks['hanging']]).toEqual([
    false,
    { ok: false, detail: 'the check failed' },
    { ok: false, detail: 'no answer within 10 ms' },
  ]);
  const calm = new Readiness();
  expect((await calm.report()).ready).toBe(true);
  calm.drain();
  expect((await calm.report()).ready).toBe(false);
  expect(() => {
    readiness.register({ name: 'broken', check: async () => ({ ok: true }) });
  }).toThrow('broken');
});
