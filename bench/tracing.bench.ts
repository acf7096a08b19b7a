import { startOtlpSink, startSystem, type System } from '@tutti/testing';
import { median, perSecond, report } from './report';

/**
 * Commands and queries over HTTP with every tenth trace kept and sent, against the same without tracing, in turns. The
 * cost is counted in processor time, which others on the machine do not change as they change the time that passes.
 */

const inFlight = 16;
const count = 400;
const rounds = 6;
const password = 'correct horse battery';

const sink = await startOtlpSink();
const started = (env: Readonly<Record<string, string>>): Promise<System> =>
  startSystem({
    args: ['--no-agent'],
    env: { TUTTI_ADMIN_PASSWORD: password, LOGGING_LEVEL: 'warn', ...env },
  });
const off = await started({});
const sampled = await started({
  OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
  OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
  OTEL_TRACES_SAMPLER_ARG: '0.1',
});

const caller = async ({ url }: System) => {
  const signedIn = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'admin', password }),
  });
  const { accessToken } = (await signedIn.json()) as { readonly accessToken: string };
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ ttlSeconds: 3600, maxUses: 1, autoAccept: false });
  const done = async (answer: Response): Promise<void> => {
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  };
  /** Of the process that runs all services, so far. */
  const cpuSeconds = async (): Promise<number> => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return Number(/^process_cpu_seconds_total (\S+)/m.exec(text)?.[1]);
  };
  /** Milliseconds of processor time per request. */
  const costOf = async (request: () => Promise<void>): Promise<number> => {
    const before = await cpuSeconds();
    await perSecond(count, inFlight, request);
    return (((await cpuSeconds()) - before) / count) * 1000;
  };
  return {
    commands: () =>
      costOf(async () =>
        done(await fetch(`${url}/api/v1/enrolment-tokens`, { method: 'POST', headers, body })),
      ),
    queries: () => costOf(async () => done(await fetch(`${url}/api/v1/devices`, { headers }))),
  };
};

const [plain, traced] = [await caller(off), await caller(sampled)];
const figures = { commands: [[], []] as [number[], number[]], queries: [[], []] as [number[], number[]] };
for (let round = -1; round < rounds; round++) {
  for (const kind of ['commands', 'queries'] as const) {
    const costs = [await plain[kind](), await traced[kind]()] as const;
    // The first round warms up.
    if (round >= 0) costs.forEach((cost, index) => figures[kind][index]?.push(cost));
  }
}

const extra = ([without, within]: readonly [number[], number[]]): number =>
  (median(within.map((cost, n) => cost / (without[n] ?? Number.NaN))) - 1) * 100;
report('tracing', [
  { name: 'a command without tracing, CPU', value: median(figures.commands[0]), unit: 'ms' },
  { name: 'a command at 10 % sampling, CPU', value: median(figures.commands[1]), unit: 'ms' },
  { name: 'a query without tracing, CPU', value: median(figures.queries[0]), unit: 'ms' },
  { name: 'a query at 10 % sampling, CPU', value: median(figures.queries[1]), unit: 'ms' },
  { name: 'cost of tracing, commands', value: extra(figures.commands), unit: '%', goal: '<=10' },
  { name: 'cost of tracing, queries', value: extra(figures.queries), unit: '%', goal: '<=10' },
  { name: 'spans exported', value: sink.spans.length, unit: '' },
]);
await Promise.all([off.dispose(), sampled.dispose()]);
await sink.stop();
