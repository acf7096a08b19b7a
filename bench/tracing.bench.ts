import { startOtlpSink, startSystem, type System } from '@tutti/testing';
import { median, perSecond, report } from './report';

/** Commands and queries over HTTP with every tenth trace kept and sent, against the same without tracing, in turns. */

const inFlight = 16;
const count = 400;
const rounds = 7;
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
  return {
    commands: () =>
      perSecond(count, inFlight, async () =>
        done(await fetch(`${url}/api/v1/enrolment-tokens`, { method: 'POST', headers, body })),
      ),
    queries: () =>
      perSecond(count, inFlight, async () => done(await fetch(`${url}/api/v1/devices`, { headers }))),
  };
};

const [plain, traced] = [await caller(off), await caller(sampled)];
const figures = { commands: [[], []] as [number[], number[]], queries: [[], []] as [number[], number[]] };
for (let round = -1; round < rounds; round++) {
  for (const kind of ['commands', 'queries'] as const) {
    const rates = [await plain[kind](), await traced[kind]()] as const;
    // The first round warms up.
    if (round >= 0) rates.forEach((rate, index) => figures[kind][index]?.push(rate));
  }
}

const costOf = ([without, within]: readonly [number[], number[]]): number =>
  median(without.map((rate, n) => rate / (within[n] ?? Number.NaN))) - 1;
report('tracing', [
  { name: 'commands without tracing, 16 in flight', value: median(figures.commands[0]), unit: '/s' },
  { name: 'commands at 10 % sampling', value: median(figures.commands[1]), unit: '/s' },
  { name: 'queries without tracing, 16 in flight', value: median(figures.queries[0]), unit: '/s' },
  { name: 'queries at 10 % sampling', value: median(figures.queries[1]), unit: '/s' },
  { name: 'cost of tracing, commands', value: costOf(figures.commands) * 100, unit: '%', goal: '<=10' },
  { name: 'cost of tracing, queries', value: costOf(figures.queries) * 100, unit: '%', goal: '<=10' },
  { name: 'spans exported', value: sink.spans.length, unit: '' },
]);
await Promise.all([off.dispose(), sampled.dispose()]);
await sink.stop();
