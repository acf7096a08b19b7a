import { SimulatedDevice, startSystem, type System, type SystemOptions } from '@tutti/testing';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { residentBytes } from './platform';
import { type Figure, median, perSecond, report } from './report';

/**
 * What it costs to run every service as two processes of its own (proxy, MariaDB) instead of all in one (SQLite): both
 * run at the same time and are measured in turns, one of them idle meanwhile.
 */

const rounds = 4;
const perRound = { commands: 40, together: 80, queries: 40 };
const inFlight = 8;
const devices = 20;
const shownWithinMs = 30_000;
const password = 'correct horse battery';

type Kind = NonNullable<SystemOptions['kind']>;

interface Samples {
  /** Milliseconds. */
  readonly command: number[];
  readonly query: number[];
  /** From sending a command to its event over SSE. */
  readonly event: number[];
  /** The same from the answer to the command on; below zero where the event is faster. */
  readonly afterAnswer: number[];
  /** Commands per second. */
  readonly rate: number[];
}

/** The second start: keys, databases and bundles are there. */
const start = async (kind: Kind, place: string): Promise<System> => {
  const options = {
    kind,
    data: join(place, kind),
    args: ['--no-agent'],
    env: { TUTTI_ADMIN_PASSWORD: password },
  };
  await (await startSystem(options)).stop();
  return startSystem(options);
};

/** When the event at each position arrived. */
class Arrivals {
  readonly #arrived = new Map<number, number>();
  readonly #awaited = new Map<number, (at: number) => void>();

  at(position: number): Promise<number> {
    const at = this.#arrived.get(position);
    if (at !== undefined) return Promise.resolve(at);
    return new Promise((resolve) => this.#awaited.set(position, resolve));
  }

  async read(stream: Response): Promise<void> {
    if (!stream.ok || !stream.body) throw new Error(`No stream of events: ${stream.status}`);
    for await (const line of createInterface({ input: Readable.fromWeb(stream.body) })) {
      const position = /^data: .*?"position":(\d+)/.exec(line)?.[1];
      if (position === undefined) continue;
      const now = performance.now();
      this.#arrived.set(Number(position), now);
      this.#awaited.get(Number(position))?.(now);
    }
  }
}

const timed = async (values: number[], act: () => Promise<unknown>): Promise<void> => {
  const began = performance.now();
  await act();
  values.push(performance.now() - began);
};

/** A signed-in user of a system, who takes one round of samples at a time. */
const connectUser = async ({ url }: System) => {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  const call = async <Body>(method: string, path: string, body?: unknown) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${url}/api/v1/${path}`, { method, headers, ...sent });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return { body: (await answer.json()) as Body, position: Number(answer.headers.get('tutti-position')) };
  };
  const session = await call<{ accessToken: string }>('POST', 'sessions', { name: 'admin', password });
  headers['authorization'] = `Bearer ${session.body.accessToken}`;
  const issue = (maxUses = 1) =>
    call<{ token: string }>('POST', 'enrolment-tokens', { ttlSeconds: 3600, maxUses, autoAccept: true });
  const list = () => call<{ items: unknown[] }>('GET', `devices?pageSize=${devices}`);

  const { token } = (await issue(devices)).body;
  for (let n = 0; n < devices; n++) await new SimulatedDevice({ url, serial: `bench-${n}` }).ask({ token });
  const late = AbortSignal.timeout(shownWithinMs);
  while ((await list()).body.items.length < devices) late.throwIfAborted();

  const ended = new AbortController();
  const accept = { ...headers, accept: 'text/event-stream' };
  const arrivals = new Arrivals();
  const events = await fetch(`${url}/api/v1/events`, { headers: accept, signal: ended.signal });
  const streamEnds = arrivals.read(events).then((): never => {
    throw new Error('The stream of events ended.');
  });
  streamEnds.catch(() => undefined);

  const round = async ({ command, query, event, afterAnswer, rate }: Samples): Promise<void> => {
    for (let n = 0; n < perRound.commands; n++) {
      const began = performance.now();
      const { position } = await issue();
      const answered = performance.now();
      command.push(answered - began);
      const arrived = await Promise.race([arrivals.at(position), streamEnds]);
      event.push(arrived - began);
      afterAnswer.push(arrived - answered);
    }
    for (let n = 0; n < perRound.queries; n++) await timed(query, list);
    rate.push(await perSecond(perRound.together, inFlight, () => issue()));
  };
  const end = async (): Promise<void> => {
    ended.abort();
    await streamEnds.catch(() => undefined);
  };
  return { round, end };
};

/** A process with all that it started, so far as they still run. */
const family = async (root: number): Promise<number[]> => {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    parents.set(Number(name), Number(stat.split(') ')[1]?.split(' ')[1]));
  }
  const below = (pid: number): number[] => [
    pid,
    ...[...parents].filter(([, parent]) => parent === pid).flatMap(([child]) => below(child)),
  ];
  return below(root);
};

/** What processes share, the program of Node above all, counts for each of them. */
const residentMiB = async ({ pid }: System): Promise<number> =>
  (await family(pid)).map(residentBytes).reduce((sum, bytes) => sum + bytes, 0) / 2 ** 20;

const p95 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? Number.NaN;

const noSamples = (): Samples => ({ command: [], query: [], event: [], afterAnswer: [], rate: [] });

const measure = async (system: System) => ({
  system,
  user: await connectUser(system),
  samples: noSamples(),
});
type Measured = Awaited<ReturnType<typeof measure>> & { readonly memory: number };

const compare = (standalone: Measured, distributed: Measured): Figure[] => {
  const rows: readonly [string, string, (measured: Measured) => number][] = [
    ['a command, median', 'ms', ({ samples }) => median(samples.command)],
    ['a command, 95 %', 'ms', ({ samples }) => p95(samples.command)],
    [`commands, ${inFlight} under way`, '/s', ({ samples }) => median(samples.rate)],
    [`a list of ${devices} devices, median`, 'ms', ({ samples }) => median(samples.query)],
    [`a list of ${devices} devices, 95 %`, 'ms', ({ samples }) => p95(samples.query)],
    ['a command until its event over SSE, median', 'ms', ({ samples }) => median(samples.event)],
    ['a command until its event over SSE, 95 %', 'ms', ({ samples }) => p95(samples.event)],
    ['start', 's', ({ system }) => system.seconds],
    ['resident memory of all processes', 'MiB', ({ memory }) => memory],
  ];
  const head = (name: string, { samples }: Measured): Figure => ({
    name: `event after (-: before) its command's answer: ${name}`,
    value: median(samples.afterAnswer),
    unit: 'ms',
  });
  const ratios = rows.flatMap(([name, unit, of]) => {
    const [one, many] = [of(standalone), of(distributed)];
    return [
      { name: `${name}: standalone`, value: one, unit },
      { name: `${name}: distributed`, value: many, unit },
      { name: `${name}: distributed / standalone`, value: many / one, unit: 'x' },
    ];
  });
  return [...ratios, head('standalone', standalone), head('distributed', distributed)];
};

/** In turns, so that what else happens on the machine meets both. */
const measureInTurns = async (systems: readonly System[]): Promise<Measured[]> => {
  const measured = await Promise.all(systems.map(measure));
  for (const { user } of measured) await user.round(noSamples());
  for (let round = 0; round < rounds; round++)
    for (const { user, samples } of measured) await user.round(samples);
  const weighed: Measured[] = [];
  for (const each of measured) weighed.push({ ...each, memory: await residentMiB(each.system) });
  for (const { user } of measured) await user.end();
  return weighed;
};

const place = await mkdtemp(join(tmpdir(), 'tutti-bench-'));
const systems: System[] = [];
try {
  for (const kind of ['standalone', 'distributed'] as const) systems.push(await start(kind, place));
  const [standalone, distributed] = await measureInTurns(systems);
  if (standalone && distributed) report('distributed', compare(standalone, distributed));
} finally {
  for (const system of systems) await system.dispose();
  await rm(place, { recursive: true, force: true });
}
process.exit();
