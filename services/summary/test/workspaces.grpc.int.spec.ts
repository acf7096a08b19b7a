import { WorkspaceServiceService as workspaces } from '@tutti/contracts/gen/tutti/summary/v1/workspace';
import { GrpcCaller } from '@tutti/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shiftDay } from '../src/tally/day-span';
import { pushedOf } from '../src/workspace/pushed.fixture';
import { TestSummary } from './summary.fixture';

const day = shiftDay(new Date().toISOString().slice(0, 10), -1);
let server: TestSummary;
let caller: GrpcCaller;
let manager: { readonly authorization: string };
beforeAll(async () => {
  server = await TestSummary.start();
  caller = new GrpcCaller(server.grpc);
  manager = { authorization: `Bearer ${await server.token('manager')}` };
});
afterAll(async () => {
  caller.close();
  await server.stop();
});

test('workspaces are added, read and removed by gRPC', async () => {
  const { body: added } = await caller.call(workspaces.addWorkspace, { name: 'busan' }, manager);
  const bytes = {
    type: 'application/vnd.tutti.summary+json',
    content: Buffer.from(JSON.stringify(pushedOf(10))),
  };
  const headers = { authorization: `Bearer ${added.key}` };
  await server.ok(`PUT /workspaces/busan/summaries/${day}`, { as: 'nobody', headers, bytes });
  await server.eventually(async () => {
    const { body } = await caller.call(workspaces.listWorkspaces, {}, manager);
    expect(body.items).toHaveLength(1);
  });
  const listed = await caller.call(workspaces.listWorkspaces, {}, manager);
  expect(listed.body.items).toMatchObject([
    {
      ...{ name: 'busan', days: 1, newest: { date: day, results: 10, meanScore: 0.9 } },
      recent: [{ date: day, results: 10 }],
    },
  ]);
  const days = await caller.call(workspaces.listWorkspaceDays, { name: 'busan', to: day }, manager);
  expect(days.body.items).toMatchObject([{ revision: 1, rows: 1, figures: { inference: { results: 10 } } }]);
  const wanted = { workspace: 'busan', from: day, pageSize: 1 };
  const rows = await caller.call(workspaces.listWorkspaceRows, wanted, manager);
  expect(rows.body).toMatchObject({
    items: [{ workspace: 'busan', date: day, row: { edgeName: '라인 1', inferenceCount: 10 } }],
    nextPageToken: '',
  });
  const rekeyed = await caller.call(workspaces.rekeyWorkspace, { name: 'busan' }, manager);
  expect(rekeyed.body.key).not.toBe(added.key);
  await caller.call(workspaces.removeWorkspace, { name: 'busan', reason: 'moved' }, manager);
  const gone = await caller.refused(workspaces.rekeyWorkspace, { name: 'busan' }, manager);
  expect(gone).toMatchObject({ status: 'NOT_FOUND', info: { code: 'workspace.not-found' } });
});
