import type { RolloutTemplate, StoredTemplate } from '@tutti/contracts/deployment';
import { OnSuccess, Weekday } from '@tutti/contracts/gen/tutti/deployment/v1/policy';
import { RolloutTemplateServiceService as templates } from '@tutti/contracts/gen/tutti/deployment/v1/rollout_template';
import { GrpcCaller } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { template } from '../src/template/rollout-template.fixture';
import { Fleet } from './deployment.fixture';
import { found, uuidOf } from './fleet-events.fixture';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await Fleet.start();
});
afterAll(() => fleet.stop());

const put = (streamId: string, json: unknown, as?: 'user') =>
  fleet.call<StoredTemplate>(`PUT /rollout-templates/${streamId}`, { json, ...(as ? { as } : {}) });

describe('the template of a stream', () => {
  test('is set, shown, set otherwise and removed', async () => {
    const streamId = await found(fleet, 1);
    await expect(fleet.call(`GET /rollout-templates/${streamId}`)).resolves.toMatchObject({
      status: 404,
      code: 'template.not-found',
    });
    const { status, body, etag } = await put(streamId, template);
    expect({ status, etag }).toEqual({ status: 200, etag: '"1"' });
    expect(body).toMatchObject({ streamId, template, changedBy: 'user:manager-1', version: 1 });
    await expect(put(streamId, template)).resolves.toMatchObject({ code: 'template.nothing-changed' });
    const path = `/rollout-templates/${streamId}`;
    const paused: RolloutTemplate = { ...template, active: false, windows: [] };
    await expect(fleet.change(`PUT ${path}`, path, { json: paused })).resolves.toMatchObject({
      body: { template: paused, version: 2 },
    });
    await expect(fleet.change(`DELETE ${path}`, path)).resolves.toMatchObject({ status: 204 });
    const headers = { 'if-match': '"3"' };
    await expect(fleet.call(`DELETE ${path}`, { headers })).resolves.toMatchObject({ status: 404 });
    await expect(put(streamId, template)).resolves.toMatchObject({ body: { version: 4 } });
  });

  test('is changed by whoever has seen it as it is', async () => {
    const streamId = await found(fleet, 6);
    const path = `/rollout-templates/${streamId}`;
    await put(streamId, template);
    const json = { ...template, active: false };
    await expect(put(streamId, json)).resolves.toMatchObject({ code: 'request.if-match-required' });
    await expect(fleet.call(`DELETE ${path}`)).resolves.toMatchObject({ status: 428 });
    await fleet.change(`PUT ${path}`, path, { json });
    const headers = { 'if-match': '"1"' };
    const stale = { status: 412, code: 'aggregate.stale-version' };
    await expect(fleet.call(`PUT ${path}`, { json: template, headers })).resolves.toMatchObject(stale);
    await expect(fleet.call(`DELETE ${path}`, { headers })).resolves.toMatchObject(stale);
  });

  test('is about a stream, devices and groups that there can be', async () => {
    await expect(put(uuidOf(404), template)).resolves.toMatchObject({ code: 'stream.not-found' });
    const deleted = await found(fleet, 2);
    await fleet.tell('training', { aggregate: 'stream', id: deleted }, { type: 'StreamDeleted', data: {} });
    await expect(put(deleted, template)).resolves.toMatchObject({ code: 'stream.not-found' });
    const streamId = await found(fleet, 3);
    const target = { kind: 'group', groupId: uuidOf(9) };
    await expect(put(streamId, { ...template, target })).resolves.toMatchObject({
      code: 'rollout.target-unknown',
    });
    const groups = [{ ...template.groups[0], size: { kind: 'filter', filter: 'nothing' } }];
    await expect(put(streamId, { ...template, groups })).resolves.toMatchObject({
      code: 'query.invalid',
      body: { errors: [{ pointer: '/groups/0/size/filter' }] },
    });
    await expect(put(streamId, { ...template, groups: [] })).resolves.toMatchObject({
      code: 'request.invalid',
    });
  });

  test('is for managers to set, and for all to see', async () => {
    const streamId = await found(fleet, 4);
    await expect(put(streamId, template, 'user')).resolves.toMatchObject({ status: 403 });
    await put(streamId, template);
    await expect(fleet.call(`GET /rollout-templates/${streamId}`, { as: 'user' })).resolves.toMatchObject({
      status: 200,
    });
  });

  test('is the same by gRPC', async () => {
    const streamId = await found(fleet, 5);
    await put(streamId, template);
    const caller = new GrpcCaller(fleet.grpc);
    const manager = { authorization: `Bearer ${await fleet.token('manager')}` };
    const seen = await caller.call(templates.getRolloutTemplate, { streamId }, manager);
    const message = seen.body.template?.template ?? null;
    expect(message).toMatchObject({
      target: { filter: 'tags.kind==camera' },
      groups: [{ size: { count: 1 }, onSuccess: OnSuccess.NEXT_GROUP }, { size: { percent: 100 } }],
      windows: [{ days: [Weekday.SAT, Weekday.SUN] }],
    });
    await expect(
      caller.refused(templates.setRolloutTemplate, { streamId, template: message }, manager),
    ).resolves.toMatchObject({ reason: 'TEMPLATE_NOTHING_CHANGED' });
    const groupless = { streamId, template: message && { ...message, groups: [] } };
    await expect(caller.refused(templates.setRolloutTemplate, groupless, manager)).resolves.toMatchObject({
      reason: 'REQUEST_INVALID',
    });
    const off = { streamId, template: message && { ...message, active: false } };
    await expect(caller.refused(templates.setRolloutTemplate, off, manager)).resolves.toMatchObject({
      reason: 'REQUEST_IF_MATCH_REQUIRED',
    });
    const seenAt = (version: number) => ({ ...manager, 'if-match': `"${version}"` });
    const { body } = await caller.call(templates.setRolloutTemplate, off, seenAt(1));
    expect(body.template).toMatchObject({ streamId, template: { active: false, joinHours: 24 } });
    await caller.call(templates.removeRolloutTemplate, { streamId }, seenAt(2));
    await expect(caller.refused(templates.getRolloutTemplate, { streamId }, manager)).resolves.toMatchObject({
      reason: 'TEMPLATE_NOT_FOUND',
    });
    caller.close();
  });
});
