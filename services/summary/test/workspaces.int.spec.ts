import { createHash } from 'node:crypto';
import { json } from 'node:stream/consumers';
import type { PushedSummary, Workspace, WorkspaceDay, WorkspaceSummaryRow } from '@tutti/contracts/summary';
import { answered } from '@tutti/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shiftDay } from '../src/tally/day-span';
import { pushedOf } from '../src/workspace/pushed.fixture';
import { WorkspaceRows } from '../src/workspace/workspace-rows';
import { TestSummary } from './summary.fixture';

interface Keyed {
  readonly name: string;
  readonly key: string;
}
interface List<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken: string;
}

let server: TestSummary;
beforeAll(async () => {
  server = await TestSummary.start();
});
afterAll(() => server.stop());

const pushedType = 'application/vnd.tutti.summary+json';
const add = (name: string) => server.ok<Keyed>('POST /workspaces', { json: { name } });
const day = shiftDay(new Date().toISOString().slice(0, 10), -1);
const dayBefore = shiftDay(day, -1);

/** As an installation does that has the key. */
const push = (
  name: string,
  { key, date = day, body }: { key: string; date?: string; body: PushedSummary | string },
) =>
  server.call<{ outcome: string }>(`PUT /workspaces/${name}/summaries/${date}`, {
    as: 'nobody',
    headers: { authorization: `Bearer ${key}` },
    bytes: {
      type: pushedType,
      content: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    },
  });
const listed = async (): Promise<readonly Workspace[]> =>
  (await server.ok<List<Workspace>>('GET /workspaces', { as: 'user' })).items;
const daysOf = (name: string, query = '') =>
  server.ok<List<WorkspaceDay>>(`GET /workspaces/${name}/summaries${query}`, { as: 'user' });

test('a workspace that was added pushes its days; the same again changes nothing', async () => {
  const { key } = await add('busan.line-1');
  expect(key).toMatch(/^twk_[\w-]{32}$/);
  const first = await push('busan.line-1', { key, body: pushedOf(10) });
  expect(first).toMatchObject({ status: 200, body: { outcome: 'stored' } });
  expect((await push('busan.line-1', { key, body: pushedOf(10) })).body.outcome).toBe('unchanged');
  expect((await push('busan.line-1', { key, body: pushedOf(12, 2) })).body.outcome).toBe('stored');
  const late = await push('busan.line-1', { key, body: pushedOf(10) });
  expect(late).toMatchObject({ status: 412, code: 'workspace.outdated' });
  await push('busan.line-1', { key, date: dayBefore, body: { ...pushedOf(5), soFar: true } });
  expect(await listed()).toMatchObject([
    {
      name: 'busan.line-1',
      days: 2,
      recent: [
        { date: dayBefore, results: 5 },
        { date: day, results: 12 },
      ],
      addedBy: 'user:manager-1',
      consoleAt: 'https://tutti.busan.example',
      newest: { date: day, results: 12, registered: 3, offline: 1, failures: 2, warnings: 1 },
    },
  ]);
  const page = await daysOf('busan.line-1', '?pageSize=1');
  expect(page.items).toMatchObject([{ date: day, revision: 2, rows: 1, workspace: 'busan.line-1' }]);
  const next = await daysOf('busan.line-1', `?pageSize=1&pageToken=${page.nextPageToken}`);
  expect(next.items).toMatchObject([{ date: dayBefore, soFar: true, figures: pushedOf(5).figures }]);
  expect((await daysOf('busan.line-1', `?from=${day}`)).items).toHaveLength(1);
  const rows = JSON.stringify(pushedOf(12).rows);
  const digest = createHash('sha256').update(rows).digest('hex');
  const blob = await server.summary.parts.base.blobs.open('summary', digest);
  expect(blob && (await json(blob.stream))).toEqual(pushedOf(12).rows);
});

test('nothing is taken without the key of the workspace, nor after it was replaced or withdrawn', async () => {
  const { key } = await add('seoul');
  const other = (await add('daegu')).key;
  const wrong = { status: 401, code: 'workspace.key-wrong' };
  for (const bad of ['', 'twk_x', `${key}x`, other])
    expect(await push('seoul', { key: bad, body: pushedOf(1) })).toMatchObject(wrong);
  expect(await push('nowhere', { key, body: pushedOf(1) })).toMatchObject(wrong);
  const check = (token: string) =>
    fetch(`${server.url}/api/v1/workspaces/seoul/key`, { headers: { authorization: `Bearer ${token}` } });
  expect((await check(key)).status).toBe(204);
  expect((await answered(await check(other))).code).toBe('workspace.key-wrong');
  const again = await server.ok<Keyed>('POST /workspaces/seoul/key');
  expect(await push('seoul', { key, body: pushedOf(1) })).toMatchObject(wrong);
  expect((await push('seoul', { key: again.key, body: pushedOf(1) })).status).toBe(200);
  expect((await server.call('DELETE /workspaces/seoul')).status).toBe(204);
  expect(await push('seoul', { key: again.key, body: pushedOf(2) })).toMatchObject(wrong);
  expect((await listed()).map(({ name }) => name)).not.toContain('seoul');
  expect((await daysOf('seoul')).items).toHaveLength(1);
  expect(await add('seoul')).toMatchObject({ name: 'seoul' });
  expect((await listed()).find(({ name }) => name === 'seoul')).toMatchObject({ days: 1 });
});

const rowsOf = (query: string) => server.ok<List<WorkspaceSummaryRow>>(`GET /workspace-rows${query}`);
const shortly = ({ workspace, date, edgeId }: WorkspaceSummaryRow) => `${date} ${workspace} ${edgeId}`;
/** With as many rows. */
const withRows = (count: number, revision = 1): PushedSummary => {
  const pushed = pushedOf(10, revision);
  const [row] = pushed.rows;
  if (!row) throw new Error('The fixture has no row.');
  return { ...pushed, rows: Array.from({ length: count }, (_, n) => ({ ...row, edgeId: `d${n}` })) };
};

test('rows of all workspaces are read in pages, the newest day first, and as CSV', async () => {
  const north = (await add('rows.north')).key;
  const south = (await add('rows.south')).key;
  const [from, to] = [shiftDay(day, -11), shiftDay(day, -10)];
  await push('rows.north', { key: north, date: from, body: withRows(2) });
  await push('rows.north', { key: north, date: to, body: withRows(3) });
  await push('rows.south', { key: south, date: to, body: withRows(0) });
  await push('rows.south', { key: south, date: from, body: withRows(1) });
  const all = [0, 1, 2].map((n) => `${to} rows.north d${n}`);
  all.push(`${from} rows.north d0`, `${from} rows.north d1`, `${from} rows.south d0`);
  const between = `from=${from}&to=${to}`;
  expect((await rowsOf(`?${between}`)).items.map(shortly)).toEqual(all);
  for (const size of [1, 2, 3, 5]) {
    const seen: string[] = [];
    let token = '';
    do {
      const page = await rowsOf(`?${between}&pageSize=${size}&pageToken=${token}`);
      expect(page.items.length).toBe(Math.min(size, all.length - seen.length));
      seen.push(...page.items.map(shortly));
      token = page.nextPageToken;
    } while (token !== '');
    expect(seen).toEqual(all);
  }
  expect((await rowsOf(`?workspace=rows.north&from=${to}&to=${to}`)).items).toMatchObject([
    { workspace: 'rows.north', date: to, composedAt: '2026-11-27T00:05:00.000Z', edgeName: '라인 1' },
    { edgeId: 'd1' },
    { edgeId: 'd2' },
  ]);
  expect((await rowsOf('?workspace=nowhere')).items).toEqual([]);
  const dayByDay = new WorkspaceRows(server.summary.parts.base, 1).all({ from, to });
  expect((await Array.fromAsync(dayByDay)).flat().map(shortly)).toEqual(all);
  const headers = { accept: 'text/csv' };
  const csv = await server.call<Buffer>(`GET /workspace-rows?${between}`, { headers });
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const [names = '', ...lines] = csv.body.toString().trimEnd().split('\r\n');
  expect(names).toContain('reported_at,summary_date,workspace,');
  expect(lines).toHaveLength(6);
  expect(lines[5]).toMatch(new RegExp(`^2026-11-27T00:05:00.000Z,${from},rows.south,rows.south,d0,라인 1,`));
});

test('a day that is told anew between two pages does not tear them', async () => {
  const { key } = await add('rows.torn');
  const date = shiftDay(day, -20);
  await push('rows.torn', { key, date, body: withRows(3) });
  const first = await rowsOf('?workspace=rows.torn&pageSize=2');
  await push('rows.torn', { key, date, body: withRows(1, 2) });
  const next = await rowsOf(`?workspace=rows.torn&pageSize=2&pageToken=${first.nextPageToken}`);
  expect(next.items.map(({ edgeId }) => edgeId)).toEqual(['d2']);
  expect((await rowsOf('?workspace=rows.torn')).items).toHaveLength(1);
});

test('guessing keys ends soon', async () => {
  const { key } = await add('ulsan');
  let code: string | undefined;
  for (let n = 0; n < 25 && code !== 'request.rate-limited'; n++)
    ({ code } = await push('ulsan', { key: `twk_${n}`, body: pushedOf(1) }));
  expect(code).toBe('request.rate-limited');
  await server.close();
  await server.open();
  expect((await push('ulsan', { key, body: pushedOf(1) })).status).toBe(200);
});

test('what cannot be read is refused with its faults', async () => {
  const { key } = await add('jeju');
  expect((await push('jeju', { key, body: '{' })).status).toBe(400);
  const { rows: _, ...without } = pushedOf(1);
  const faulty = await push('jeju', { key, body: JSON.stringify(without) });
  expect(faulty).toMatchObject({
    status: 400,
    code: 'request.invalid',
    body: { errors: [{ pointer: '/rows' }] },
  });
  expect((await push('jeju', { key, date: '2026-13-01', body: pushedOf(1) })).status).toBe(400);
  const future = await push('jeju', { key, date: '2099-01-01', body: pushedOf(1) });
  expect(future).toMatchObject({ status: 400, code: 'request.invalid' });
  const huge = Buffer.alloc(48 * 1024 ** 2 + 1, ' ').toString();
  expect(await push('jeju', { key, body: huge })).toMatchObject({ status: 413 });
});

test('adding and removing needs summaries:manage', async () => {
  const forbidden = { status: 403, code: 'request.forbidden' };
  expect(await server.call('POST /workspaces', { as: 'user', json: { name: 'a' } })).toMatchObject(forbidden);
  expect(await server.call('DELETE /workspaces/jeju', { as: 'user' })).toMatchObject(forbidden);
  expect(await server.call('POST /workspaces/jeju/key', { as: 'user' })).toMatchObject(forbidden);
  expect(await server.call('GET /workspaces', { as: 'nobody' })).toMatchObject({ status: 401 });
  expect(await server.call('GET /workspaces/none/summaries')).toMatchObject({ status: 404 });
  expect(await server.call('GET /workspace-rows', { as: 'nobody' })).toMatchObject({ status: 401 });
  const otherList = await rowsOf('?pageSize=1');
  const strange = `GET /workspace-rows?workspace=jeju&pageToken=${otherList.nextPageToken}`;
  expect(await server.call(strange)).toMatchObject({ status: 400, code: 'page.invalid' });
  expect(await server.call('POST /workspaces', { json: { name: 'jeju' } })).toMatchObject({
    code: 'workspace.already-added',
  });
});
