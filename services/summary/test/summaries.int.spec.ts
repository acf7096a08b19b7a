import type { Summary, SummaryRow, SummarySettings, TeamsMessage } from '@tutti/contracts/summary';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shiftDay } from '../src/tally/day-span';
import { device, deviceEvents as said, failure, ids, result, Tellers, work } from './day.fixture';
import { TestSummary } from './summary.fixture';

const today = new Date().toISOString().slice(0, 10);
const [yesterday, twoAgo, threeAgo] = [1, 2, 3].map((n) => shiftDay(today, -n)) as [string, string, string];
const at = (date: string, time: string): string => `${date}T${time}:00.000Z`;

let summary: TestSummary;
let others: Tellers;
const [a, b, c] = [device('a'), device('b'), device('c')];

const settings = (change: Partial<SummarySettings>, etag?: string) =>
  summary.call<SummarySettings>('PUT /summary-settings', {
    json: { timeZone: 'UTC', at: '08:00', enabled: false, language: 'en', ...change },
    ...(etag === undefined ? {} : { headers: { 'if-match': etag } }),
  });

/** Three edges, a model of a stream, and three days on which they worked. */
const live = async (): Promise<void> => {
  for (const [id, name] of [
    [a, 'Line A'],
    [b, 'Line B'],
    [c, 'Line C'],
  ] as const)
    await others.tell(
      ['devices', 'device', id],
      at(threeAgo, '06:00'),
      said.requested,
      said.registered(name),
    );
  await others.tell(['devices', 'device', a], at(threeAgo, '07:00'), said.online(at(threeAgo, '07:00')));
  await others.tell(['devices', 'device', b], at(threeAgo, '07:00'), said.online(at(threeAgo, '07:00')));
  await others.tell(['training', 'stream', ids.stream], at(threeAgo, '06:00'), work.stream);
  await others.tell(['training', 'run', ids.run], at(twoAgo, '09:00'), work.runRequested, work.runStarted);
  await others.tell(['training', 'run', ids.run], at(yesterday, '01:00'), work.runSucceeded);
  await others.tell(['training', 'model', ids.model], at(yesterday, '01:00'), work.model);
  await others.tell(['datasets', 'dataset', ids.dataset], at(yesterday, '02:00'), work.dataset);
  await others.tell(['datasets', 'item', ids.item], at(yesterday, '02:10'), work.item, work.item);
  await others.tell(
    ['deployment', 'rollout', ids.rollout],
    at(yesterday, '03:00'),
    work.rolloutPlanned,
    work.rolloutStarted,
  );
  await others.tell(
    ['deployment', 'device-deployment', ids.deployment],
    at(yesterday, '03:10'),
    work.confirmed(a),
    work.timedOut(b),
  );
  await others.tell(['deployment', 'rollout', ids.rollout], at(yesterday, '03:20'), work.rolloutFinished);
  await others.tell(['devices', 'device', a], at(yesterday, '04:00'), said.warned, said.faulted);
  await others.tell(['devices', 'device', b], at(yesterday, '20:00'), said.offline(at(yesterday, '19:58')));
  // After the day: it is nobody's business then.
  await others.tell(['devices', 'device', b], at(today, '00:01'), said.online(at(today, '00:01')));
  await others.hears(a, 'inference', result(at(twoAgo, '10:00'), 0.5, 100), result(at(twoAgo, '11:00'), 0.5));
  await others.hears(
    a,
    'inference',
    result(at(yesterday, '10:00'), 0.9, 1000),
    result(at(yesterday, '23:59'), 0.7, 1000),
  );
  await others.hears(
    b,
    'inference',
    result(at(yesterday, '12:00'), 1, 500),
    result(at(today, '00:00'), 0, 9),
  );
  await others.hears(b, 'failure', failure(at(yesterday, '12:01')));
};

const counted = (results: number) =>
  summary.eventually(async () => {
    const database = summary.summary.parts.base.database;
    const sums: { readonly n: number | string }[] = await database.query(
      'SELECT SUM(results) + SUM(failures) AS n FROM device_result_tally',
    );
    expect(Number(sums[0]?.n)).toBe(results);
  });

beforeAll(async () => {
  summary = await TestSummary.start();
  others = new Tellers(summary.nats);
  // Since then it is known what happens.
  await others.tell(['training', 'solution', 'image-classification'], at(threeAgo, '06:00'), work.solution);
  await settings({});
  await live();
  await counted(7);
});
afterAll(() => summary.stop());

test('a day is summed up of what happened on it, and of nothing else', async () => {
  const { status, body } = await summary.call<Summary>('POST /summaries', { json: {} });
  expect(status).toBe(200);
  expect(body).toMatchObject({ date: yesterday, workspace: 'test', timeZone: 'UTC', revision: 1 });
  expect(body.figures).toMatchObject({
    devices: {
      ...{ registered: 3, suspended: 0, requested: 0, online: 1, offline: 2 },
      changes: { registered: 0, wentOnline: 0, wentOffline: 1 },
    },
    inference: {
      ...{ results: 3, volumeBytes: 2500, failures: 1, meanScore: 0.866667, lowScores: 5, warnings: 1 },
      change: { results: 1, meanScore: 0.366667, failures: 1 },
    },
    streams: [{ id: ids.stream, name: 'Bricks', results: 3, devices: 2, lowScores: 5, failures: 1 }],
    offline: [
      { id: c, name: 'Line C', site: 'Seoul', since: at(threeAgo, '06:00') },
      { id: b, name: 'Line B', since: at(yesterday, '19:58') },
    ],
    problems: [
      { kind: 'faulted', id: a, count: 1, detail: 'camera' },
      { kind: 'failing', id: b, count: 1 },
      { kind: 'warned', id: a, count: 5 },
    ],
    datasets: { created: 1, labelled: 2, pictures: 0 },
    runs: {
      ...{ succeeded: 1, failed: 0, trainSeconds: 16 * 3600 },
      newest: [{ id: ids.run, name: 'Bricks', version: 'v1.0', score: 0.97 }],
    },
    rollouts: {
      ...{ started: 1, finished: 1, devicesConfirmed: 1, devicesFailed: 1 },
      newest: [{ name: 'Autumn', model: 'Bricks v1.0', status: 'finished', succeeded: 1, failed: 1 }],
    },
  });
  const { histogram } = body.figures.inference;
  expect([histogram[14], histogram[18], histogram[19], histogram.reduce((sum, n) => sum + n)]).toEqual([
    1, 1, 1, 3,
  ]);
});

test('its rows are those of Edge Conductor, as JSON and as CSV', async () => {
  const { body } = await summary.call<{ items: SummaryRow[] }>(`GET /summaries/${yesterday}/rows`);
  expect(body.items).toMatchObject([
    {
      ...{
        edgeId: a,
        edgeName: 'Line A',
        streamName: 'Bricks',
        modelVersion: 'v1.0',
        solutionId: 'image-classification',
      },
      ...{ solutionName: 'Classification', solutionVersion: 1, inferenceCount: 2, inferenceVolume: 2000 },
      ...{ meanScore: 0.8, trainTime: 57_600, totalTrainTime: 57_600, activation: true },
    },
    { edgeId: b, inferenceCount: 1, failureCount: 1, activation: true },
  ]);
  const csv = await summary.call<Buffer>(`GET /summaries/${yesterday}/rows?format=csv`);
  const [head, first] = csv.body.toString().slice(1).split('\r\n');
  expect(csv.headers.get('content-type')).toContain('text/csv');
  expect(head).toBe(
    'reported_at,summary_date,workspace,edge_conductor_name,edge_id,edge_name,stream_id,stream_name,model_version,solution_id,solution_name,solution_version,inference_count,inference_volume,train_time,total_train_time,activation,failure_count,mean_score',
  );
  expect(first).toContain(
    `,${yesterday},test,test,${a},Line A,${ids.stream},Bricks,v1.0,image-classification,`,
  );
});

test('its card is that of Teams, in the language that is asked for', async () => {
  const { body } = await summary.call<TeamsMessage>(`GET /summaries/${yesterday}/card?language=ko`);
  expect(JSON.stringify(body)).toContain('일일 요약');
});

test('a day that is composed again equals what was said, until somebody revises it and it is another', async () => {
  const { body: before } = await summary.call<Summary>(`GET /summaries/${yesterday}`);
  await others.hears(c, 'inference', result(at(yesterday, '09:00'), 0.9, 10));
  await counted(8);
  const { body: again } = await summary.call<Summary>('POST /summaries', { json: { date: yesterday } });
  expect(again).toEqual(before);
  const revise = { json: { date: yesterday, revise: true } };
  const { body: revised } = await summary.call<Summary>('POST /summaries', revise);
  expect(revised).toMatchObject({ revision: 2, figures: { inference: { results: 4 } } });
  const { body: unchanged } = await summary.call<Summary>('POST /summaries', revise);
  expect(unchanged).toEqual(revised);
});

test('a day before, at which less happened, is told as it was then', async () => {
  const { body } = await summary.call<Summary>('POST /summaries', { json: { date: twoAgo } });
  expect(body.figures).toMatchObject({
    devices: { registered: 3, online: 2, offline: 1, changes: { wentOffline: 0 } },
    inference: { results: 2, volumeBytes: 100, change: { results: null, meanScore: null, failures: null } },
    runs: { succeeded: 0, newest: [] },
    rollouts: { started: 0, newest: [] },
    datasets: { created: 0, labelled: 0 },
  });
});

test.each([
  [today, 'summary.day-not-over'],
  [shiftDay(today, -4), 'summary.day-unknown'],
  [shiftDay(today, -1000), 'summary.day-unknown'],
])('of a day that is not over or not known nothing is said: %s', async (date, code) => {
  expect(await summary.call('POST /summaries', { json: { date } })).toMatchObject({ status: 422, code });
  expect(await summary.call(`GET /summaries/${date}`)).toMatchObject({ code: 'summary.not-found' });
});

test('days come newest first, those between two where asked', async () => {
  const list = await summary.call<{ items: Summary[] }>('GET /summaries');
  expect(list.body.items.map(({ date }) => date)).toEqual([yesterday, twoAgo]);
  expect(list.body.items[1]).toMatchObject({ results: 2, offline: 1, registered: 3 });
  const some = await summary.call<{ items: Summary[] }>(`GET /summaries?to=${twoAgo}`);
  expect(some.body.items.map(({ date }) => date)).toEqual([twoAgo]);
});

test('what was missed is summed up when somebody is there again, in the zone that is set', async () => {
  const { etag, body } = await summary.call<SummarySettings>('GET /summary-settings');
  expect(body).toMatchObject({ enabled: false });
  expect(await settings({ enabled: true, at: '00:00' }, '"7"')).toMatchObject({ status: 412 });
  await settings({ enabled: true, at: '00:00' }, etag);
  expect(await settings({ enabled: true, at: '00:00' })).toMatchObject({
    code: 'summary.settings-unchanged',
  });
  await summary.eventually(async () => {
    await summary.summary.parts.work.schedule.pass();
    const list = await summary.call<{ items: Summary[] }>('GET /summaries');
    expect(list.body.items.map(({ date }) => date)).toEqual([yesterday, twoAgo, threeAgo]);
  });
  await settings({});
});

test('people without the right are refused', async () => {
  expect(await summary.call('POST /summaries', { as: 'user', json: {} })).toMatchObject({ status: 403 });
  expect(await summary.call('GET /summaries', { as: 'user' })).toMatchObject({ status: 200 });
});

test('a day that is not over can be told as it stands', async () => {
  const { body } = await summary.call<Summary>('POST /summaries', { json: { soFar: true } });
  expect(body).toMatchObject({ date: today, soFar: true, figures: { devices: { online: 2, offline: 1 } } });
  const card = await summary.call<TeamsMessage>(`GET /summaries/${today}/card?language=en`);
  expect(JSON.stringify(card.body)).toContain('so far');
  expect(body.figures.inference).toMatchObject({ results: 1, meanScore: 0 });
  await others.hears(a, 'inference', result(at(today, '00:01'), 0.5, 9));
  await counted(9);
  const again = await summary.call<Summary>('POST /summaries', { json: { date: today, soFar: true } });
  expect(again.body).toMatchObject({ revision: 2, figures: { inference: { results: 2 } } });
  const revised = await summary.call<Summary>('POST /summaries', { json: { date: today, revise: true } });
  expect(revised.body).toEqual(again.body);
  const tomorrow = { json: { date: shiftDay(today, 1), soFar: true } };
  expect(await summary.call('POST /summaries', tomorrow)).toMatchObject({ code: 'summary.day-not-over' });
});
