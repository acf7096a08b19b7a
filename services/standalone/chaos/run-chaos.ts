import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { databaseConfig, databaseUrls } from '@tutti/service-kit';
import { startSystem, type System } from '@tutti/testing';
import { z } from 'zod';
import { Caller } from './calls';
import { race, write, type Told } from './commands';
import { makeFaults, type Fault } from './faults';
import { commandsProof, projectionsProof, racesProof, readLog } from './proofs';
import { Random } from './random';
import { resultsProof } from './results';
import { outProof, retire, timeToRetire } from './retirement';
import { enrol, report, type Reporter } from './telemetry';

export interface ChaosOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly onProgress: (line: string) => void;
}

export interface ChaosReport {
  readonly seed: number;
  readonly faults: readonly Fault[];
  /** How much was asked of the system meanwhile. */
  readonly counts: Readonly<Record<string, number>>;
  /** Promises that were broken; none when all is well. */
  readonly broken: readonly string[];
}

const lanes = 4;
const devices = 4;
const settleWithinMs = 60_000;

const untilReady = async (url: string): Promise<void> => {
  const deadline = performance.now() + settleWithinMs;
  while (performance.now() < deadline) {
    if ((await fetch(`${url}/readyz`).catch(() => undefined))?.ok) return;
    await delay(200);
  }
  throw new Error(`The system is not ready ${settleWithinMs / 1000} s after the last fault.`);
};

interface Load {
  readonly callers: readonly Caller[];
  readonly told: Told;
  readonly reporters: readonly Reporter[];
  readonly stop: () => Promise<void>;
}

const startLoad = async ({ url }: System, password: string): Promise<Load> => {
  const callers = Array.from({ length: lanes + 3 }, () => new Caller(url, password));
  const [first] = callers;
  if (!first) throw new Error('no callers');
  const told: Told = {
    acknowledged: new Set(),
    refused: new Set(),
    unknown: new Set(),
    races: new Map(),
  };
  const stopping = new AbortController();
  const enrolled = await Promise.all(
    Array.from({ length: devices }, (_, n) => enrol(url, `chaos-${n}`, first)),
  );
  const reporters = enrolled.map((device) => report(device, stopping.signal));
  const racing = enrolled[0]?.id ?? '';
  const running = [
    ...callers.slice(0, lanes).map((caller, lane) => write(lane, caller, told, stopping.signal)),
    race(racing, callers.slice(lanes), told, stopping.signal),
    ...reporters.map((reporter) => reporter.running),
  ];
  const stop = async (): Promise<void> => {
    stopping.abort();
    await Promise.all(running);
  };
  return { callers, told, reporters, stop };
};

/** Waits until the projections have what the log has; whoever reads with the last position waits for it. */
const untilCaughtUp = async (caller: Caller, position: number): Promise<void> => {
  const headers = { 'tutti-position': String(position) };
  for (const path of ['enrolment-tokens', 'devices', 'users', 'device-commands'])
    await caller.insist({ method: 'GET', path, headers }, AbortSignal.timeout(30_000));
};

const databasesOf = async (data: string): Promise<(service: string) => string> => {
  const DATABASE_URL = await readFile(join(data, 'database-url'), 'utf8');
  return databaseUrls(z.object(databaseConfig).parse({ DATABASE_URL }));
};

/** Runs the distributed system under load while its processes are killed and paused, then checks what it promises. */
export const runChaos = async ({ seed, seconds, onProgress }: ChaosOptions): Promise<ChaosReport> => {
  const password = randomBytes(18).toString('base64url');
  const system = await startSystem({ kind: 'distributed', env: { TUTTI_ADMIN_PASSWORD: password } });
  try {
    onProgress(`seed ${seed}: ${seconds} s of faults`);
    return await attack(system, password, { seed, seconds, onProgress });
  } finally {
    await system.dispose();
  }
};

const attack = async (system: System, password: string, options: ChaosOptions): Promise<ChaosReport> => {
  const { seed, seconds, onProgress } = options;
  const load = await startLoad(system, password);
  const [, toRetire, retiredUnderFire] = load.reporters;
  const caller = new Caller(system.url, password);
  if (!toRetire || !retiredUnderFire) throw new Error('no devices');
  const pass = await retiredUnderFire.device.credentials();
  const ending = AbortSignal.timeout(seconds * 1000);
  const making = makeFaults(system.data, new Random(seed), ending);
  await delay((seconds * 1000) / 2);
  const retiring = retire(retiredUnderFire.device, caller);
  const faults = await making;
  onProgress(`${faults.length} faults were made; settling`);
  await untilReady(system.url);
  await retiring;
  // Load goes on for a moment: the system must take it, too, not only come back.
  await delay(2000);
  await load.stop();
  const log = await readLog(system.data);
  await untilCaughtUp(caller, log.at(-1)?.position ?? 0);
  onProgress(`${log.length} commits in the log; checking`);
  const results = await resultsProof(caller, load.reporters, retiredUnderFire);
  const outMs = await timeToRetire(toRetire.device, caller);
  const commits = await readLog(system.data);
  await untilCaughtUp(caller, commits.at(-1)?.position ?? 0);
  const callers = [...load.callers, caller];
  return {
    seed,
    faults,
    counts: {
      calls: callers.reduce((sum, { calls }) => sum + calls, 0),
      acknowledged: load.told.acknowledged.size,
      refused: load.told.refused.size,
      'not answered': load.told.unknown.size,
      races: load.told.races.size,
      'of them won': [...load.told.races.values()].filter((winners) => winners.length > 0).length,
      commits: commits.length,
      results: results.count,
      'ms until a retired device is out': outMs,
    },
    broken: [
      ...callers.flatMap(({ hung }) => hung.map((call) => `${call} had no end`)),
      ...commandsProof(load.told, commits),
      ...racesProof(load.told, commits),
      ...(await projectionsProof(await databasesOf(system.data), commits)),
      ...results.faults,
      ...(await outProof(retiredUnderFire.device, pass)),
      ...(outMs > 2000 ? [`a device was out only ${outMs} ms after it was retired`] : []),
    ],
  };
};

/** For people: what was done to the system, what was asked of it, what it broke. */
export const readable = ({ seed, faults, counts, broken }: ChaosReport): string =>
  [
    `seed ${seed}`,
    ...faults.map(
      ({ atMs, process, kind, forMs }) =>
        `  ${(atMs / 1000).toFixed(1).padStart(6)} s  ${process} was ${kind}${forMs === undefined ? '' : ` for ${forMs} ms`}`,
    ),
    ...Object.entries(counts).map(([name, value]) => `  ${String(value).padStart(8)} ${name}`),
    ...(broken.length === 0
      ? ['every promise was kept']
      : [`${broken.length} BROKEN:`, ...broken.slice(0, 40)]),
  ].join('\n');
