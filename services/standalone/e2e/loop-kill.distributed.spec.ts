import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { processesWith } from './processes';

const root = resolve(import.meta.dirname, '../../..');

/** What is killed: all processes whose name begins so. Both replicas of a service at once, or nothing would be missed. */
const victims = [
  'devices',
  'datasets',
  'training',
  'deployment',
  'summary',
  'identity',
  'trainer',
  'edge',
] as const;
type Victim = (typeof victims)[number];

/** Parts of the story, by what stands in its heading. */
const chapters = [
  'A first model learns',
  'the first model goes to all edges',
  'come along the belt',
  'imported and labelled',
  'the gate compares',
  'goes out by itself',
  'A bad model',
  'The day is summed up',
] as const;

/** WHOLE_SUITE=1 kills each of them in every chapter; else each is killed in two. */
const isKilledIn = (victim: number, chapter: number): boolean =>
  process.env['WHOLE_SUITE'] === '1' || (victim - chapter) % (chapters.length / 2) === 0;

let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'tutti-loop-kill-'));
});
afterAll(() => rm(data, { recursive: true, force: true }));

const processesOf = async (victim: Victim): Promise<readonly number[]> => {
  if (victim === 'edge') return processesWith('agent/main', data).slice(0, 1);
  const list = join(data, 'system/processes.json');
  const pids = JSON.parse(await readFile(list, 'utf8')) as Readonly<Record<string, number>>;
  return Object.entries(pids).flatMap(([name, pid]) => (name.startsWith(`${victim}-`) ? [pid] : []));
};

const isGone = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ESRCH';

const kill = async (victim: Victim): Promise<number> => {
  let killed = 0;
  for (const pid of await processesOf(victim))
    try {
      process.kill(pid, 'SIGKILL');
      killed++;
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  return killed;
};

it('whatever is killed while the loop goes round, it closes (S0-53)', async () => {
  const args = [join(root, 'infra/dev/demo.mjs'), '--distributed', '--data', data, '--speed', '2'];
  const child = spawn(process.execPath, args, { cwd: root });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk));
  let code: number | null | undefined;
  child.once('close', (ended) => (code = ended));

  const killed = new Map<Victim, number>();
  for (let last = -1; code === undefined; await delay(100)) {
    const chapter = chapters.findLastIndex((heading) => printed.includes(heading));
    if (chapter === last) continue;
    last = chapter;
    for (const [at, victim] of victims.entries())
      if (isKilledIn(at, chapter)) {
        killed.set(victim, (killed.get(victim) ?? 0) + (await kill(victim)));
        // They start again meanwhile: otherwise nothing would get on between two of them.
        await delay(1500);
      }
  }

  expect(code, printed).toBe(0);
  expect(printed).toMatch(/loop closed: accuracy .* on 3 edges/);
  expect(printed).toContain('No picture was passed over');
  expect([...killed.keys()].sort()).toEqual([...victims].sort());
  for (const [victim, times] of killed) expect(times, victim).toBeGreaterThan(0);
}, 1_500_000);
