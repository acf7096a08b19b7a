import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { startSystem } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from './client';
import { processesWith } from './processes';

const root = resolve(import.meta.dirname, '../../..');

interface Demo {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exited: Promise<number | null>;
}

const demo = (...args: string[]): Demo => {
  const child = spawn(process.execPath, [join(root, 'infra/dev/demo.mjs'), ...args], { cwd: root });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk));
  const exited = new Promise<number | null>((done) => child.once('close', done));
  return { child, output: () => printed, exited };
};

let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'tutti-demo-e2e-'));
});
afterAll(() => rm(data, { recursive: true, force: true }));

/** What the log has to say, as `Name of the event: how often`. */
const eventsIn = async (folder: string, password: string): Promise<ReadonlyMap<string, number>> => {
  const system = await startSystem({ data: folder, args: ['--no-agent'], kind: 'standalone' });
  try {
    const client = await signIn(system.url, 'admin', password);
    const counts = new Map<string, number>();
    for (let after = 0; ;) {
      const { items } = await client.get<{ items: LoggedEvent[] }>(`events?after=${after}&limit=500`);
      const last = items.at(-1);
      if (!last) return counts;
      for (const { type } of items) {
        const name = type.split('.').at(-1) ?? '';
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      after = last.position;
    }
  } finally {
    await system.dispose();
  }
};

describe('npm run demo', () => {
  it('closes the loop: from a part that no model knows to a better model on every edge, and no way for a bad one', async () => {
    const folder = join(data, 'whole');
    const { output, exited } = demo('--data', folder, '--speed', '2');
    expect(await exited, output()).toBe(0);
    const lines = output().trimEnd().split('\n');
    const [, before, after] =
      /^loop closed: accuracy (\d+\.\d) % → (\d+\.\d) % on 3 edges, warning to confirmed in \d+\.\d s$/.exec(
        lines.at(-1) ?? '',
      ) ?? [];
    expect(Number(before)).toBeLessThan(70);
    expect(Number(after)).toBeGreaterThan(85);
    expect(output()).toContain('No picture was passed over');
    expect(output()).toContain('Tutti daily summary');
    expect(processesWith(folder)).toEqual([]);
    const password = /password (demo-\S+)/.exec(output())?.[1] ?? '';
    const events = await eventsIn(join(folder, 'system'), password);
    expect(events.get('DeviceRegistered')).toBe(3);
    expect(events.get('DeviceWarned')).toBeGreaterThanOrEqual(3);
    expect(events.get('ImportFinished')).toBe(2);
    expect(events.get('RunSucceeded')).toBe(3);
    // Two rollouts to three edges each; a third to one, which goes back.
    expect(events.get('DeploymentConfirmed')).toBe(6);
    expect(events.get('DeploymentRolledBack')).toBe(1);
    expect(events.get('DeploymentFailed')).toBeUndefined();
    expect(events.get('SummaryComposed')).toBe(1);
    expect(events.get('DeliveryAccepted')).toBe(1);
  }, 900_000);

  it('ends on Ctrl-C wherever it is, and leaves no process behind', async () => {
    const folder = join(data, 'interrupted');
    const { child, output, exited } = demo('--data', folder);
    await expect.poll(output, { timeout: 120_000 }).toContain('edges are online');
    child.kill('SIGINT');
    expect(await exited).toBe(130);
    expect(output()).toContain('Interrupted.');
    expect(processesWith(folder)).toEqual([]);
  });

  it('begins anew: a folder that holds something is refused, and says so', async () => {
    const { output, exited } = demo('--data', root);
    expect(await exited).toBe(1);
    expect(output()).toContain('is not empty');
  });
});
