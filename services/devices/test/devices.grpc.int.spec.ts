import {
  Badge,
  DeviceServiceService,
  Lifecycle,
  type ChangeDeviceRequest,
} from '@tutti/contracts/gen/tutti/devices/v1/device';
import {
  CommandStatus,
  DeviceCommandServiceService,
} from '@tutti/contracts/gen/tutti/devices/v1/device_command';
import { DeviceGroupServiceService } from '@tutti/contracts/gen/tutti/devices/v1/device_group';
import { DeviceRecordServiceService } from '@tutti/contracts/gen/tutti/devices/v1/device_record';
import {
  EnrolmentServiceService,
  EnrolmentStatus,
  EnrolmentTokenServiceService,
  EnrolmentTokenStatus,
} from '@tutti/contracts/gen/tutti/devices/v1/enrolment';
import { InferenceServiceService } from '@tutti/contracts/gen/tutti/devices/v1/inference';
import { GrpcCaller, type SimulatedDevice } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Fleet } from './fleet.fixture';

const devices = DeviceServiceService;
const tokens = EnrolmentTokenServiceService;
const { listVitals, listVitalsSteps, listFailures, listDeviceEvents } = DeviceRecordServiceService;

let fleet: Fleet;
let caller: GrpcCaller;
let gate: SimulatedDevice & { readonly id: string };
let admin: { readonly authorization: string };
let user: { readonly authorization: string };
beforeAll(async () => {
  fleet = await Fleet.start();
  caller = new GrpcCaller(fleet.grpc);
  admin = await fleet.bearer('admin');
  user = await fleet.bearer('user');
  gate = await fleet.registered('SN-gate');
  await fleet.eventually(() => fleet.show(gate));
});
afterAll(async () => {
  caller.close();
  await fleet.stop();
});

const seen = async (id = gate.id) => {
  const { etag = '' } = await caller.call(devices.getDevice, { id }, admin);
  return { ...admin, 'if-match': etag };
};
const unchanged: Omit<ChangeDeviceRequest, 'id'> = { location: null, tags: null };

describe('devices by gRPC', () => {
  test('are described as by REST: what is absent stays, what is empty goes', async () => {
    const request = {
      id: gate.id,
      description: 'At the gate',
      site: 'Seoul',
      location: { latitude: 37.5, longitude: 127 },
      tags: { tags: { line: '4' } },
    };
    const { body, position, etag } = await caller.call(devices.changeDevice, request, await seen());
    expect(body.device).toMatchObject({ ...request, tags: { line: '4' }, lifecycle: Lifecycle.REGISTERED });
    expect(etag).toBe(`"${body.device?.version}"`);
    expect(Number(position)).toBeGreaterThan(0);
    expect(await fleet.show(gate)).toMatchObject({ description: 'At the gate', tags: { line: '4' } });
    const emptied = { id: gate.id, description: '', location: {}, tags: null };
    const less = await caller.call(devices.changeDevice, emptied, await seen());
    expect(less.body.device).toMatchObject({
      description: null,
      site: 'Seoul',
      location: null,
      tags: { line: '4' },
    });
  });

  test('are listed, filtered, counted, and shown as they were', async () => {
    const listed = await caller.call(devices.listDevices, { q: 'serial==SN-gate', pageSize: 1 }, user);
    expect(listed.body.items.map(({ id }) => id)).toEqual([gate.id]);
    const counted = await caller.call(devices.countDevices, {}, user);
    expect(counted.body).toMatchObject({ total: 1, badges: [{ badge: Badge.DISCONNECTED, count: 1 }] });
    const now = new Date().toISOString();
    const { body: was } = await caller.call(devices.getDevice, { id: gate.id, asOf: now }, admin);
    expect(was.device).toMatchObject({ id: gate.id });
    const toCome = { id: gate.id, asOf: '999999' };
    expect(await caller.refused(devices.getDevice, toCome, admin)).toMatchObject({
      ...{ status: 'INVALID_ARGUMENT', reason: 'AS_OF_NOT_YET' },
    });
  });

  test('are set, and say what they go by', async () => {
    const { id } = await fleet.registered('SN-set');
    await fleet.eventually(() => seen(id));
    const sampling = {
      threshold: 0.9,
      boxes: { score: 0.5, share: 0.5 },
      audit: 0.1,
      perDay: 7,
      bytesPerDay: 800,
    };
    const request = { id, settings: { sampling, warningScore: 0.5 } };
    const { body } = await caller.call(devices.setDeviceSettings, request, await seen(id));
    expect(body.device).toMatchObject({ settings: request.settings, sampling: { isCurrent: false } });
    expect(body.device?.settings?.sampling?.margin ?? null).toBeNull();
    const none = { id, settings: null };
    expect(
      (await caller.call(devices.setDeviceSettings, none, await seen(id))).body.device?.settings,
    ).toMatchObject({
      sampling: null,
    });
  });

  test('are suspended, resumed and retired, each once', async () => {
    const { id } = await fleet.registered('SN-states');
    await fleet.eventually(() => seen(id));
    const { body } = await caller.call(devices.suspendDevice, { id, reason: 'stolen' }, await seen(id));
    expect(body.device).toMatchObject({ lifecycle: Lifecycle.SUSPENDED });
    expect(await caller.refused(devices.suspendDevice, { id }, await seen(id))).toMatchObject({
      status: 'FAILED_PRECONDITION',
      reason: 'DEVICE_ALREADY_SUSPENDED',
      info: { code: 'device.already-suspended' },
    });
    await caller.call(devices.resumeDevice, { id }, await seen(id));
    const before = await seen(id);
    await caller.call(devices.retireDevice, { id }, before);
    expect(await caller.refused(devices.retireDevice, { id }, before)).toMatchObject({ status: 'ABORTED' });
  });

  test('refuse what REST refuses', async () => {
    const nobody = 'a'.repeat(26);
    const { getDevice, changeDevice } = devices;
    expect(await caller.refused(getDevice, { id: nobody }, admin)).toMatchObject({
      status: 'NOT_FOUND',
      reason: 'DEVICE_NOT_FOUND',
    });
    expect(await caller.refused(getDevice, { id: 'nonsense' }, admin)).toMatchObject({
      status: 'INVALID_ARGUMENT',
      violations: [{ field: 'id' }],
    });
    const malformed = { id: gate.id, ...unchanged, name: ' ', tags: { tags: { 'a b': 'c' } } };
    expect(await caller.refused(changeDevice, malformed, await seen())).toMatchObject({
      status: 'INVALID_ARGUMENT',
      violations: [{ field: 'name' }, { field: 'tags.a b' }],
    });
    const nothing = { id: gate.id, ...unchanged, site: 'Seoul' };
    expect(await caller.refused(changeDevice, nothing, await seen())).toMatchObject({
      status: 'INVALID_ARGUMENT',
      reason: 'DEVICE_NOTHING_CHANGED',
    });
    const allowed = { id: gate.id, ...unchanged, site: 'Busan' };
    expect(await caller.refused(changeDevice, allowed, user)).toMatchObject({ status: 'PERMISSION_DENIED' });
    expect(await caller.refused(changeDevice, allowed)).toMatchObject({ status: 'UNAUTHENTICATED' });
  });

  test('have records', async () => {
    const { body } = await caller.call(listDeviceEvents, { id: gate.id, pageSize: 1 }, user);
    expect(body.items).toMatchObject([{ type: 'tutti.devices.DeviceDescribed' }]);
    const range = { id: gate.id, from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z' };
    expect((await caller.call(listVitals, range, user)).body.items).toEqual([]);
    expect((await caller.call(listVitalsSteps, { ...range, stepSeconds: 3600 }, user)).body).toEqual({
      stepSeconds: 3600,
      items: [],
    });
    expect((await caller.call(listFailures, range, user)).body.items).toEqual([]);
    expect(await caller.refused(listVitals, { ...range, id: 'x' }, user)).toMatchObject({
      status: 'INVALID_ARGUMENT',
    });
    expect(await caller.refused(listFailures, range)).toMatchObject({ status: 'UNAUTHENTICATED' });
  });
});

describe('enrolment by gRPC', () => {
  test('a person accepts one request and rejects another', async () => {
    const [camera, drone] = [fleet.device('SN-camera'), fleet.device('SN-drone')];
    await camera.ask();
    await drone.ask();
    const waiting = await fleet.eventually(async () => {
      const { body } = await caller.call(EnrolmentServiceService.listEnrolments, {}, user);
      expect(body.items.length).toBe(2);
      return body.items;
    });
    const of = (serial: string) => waiting.find((one) => one.serial === serial);
    const { id = '', keyFingerprint = '' } = of('SN-camera') ?? {};
    const accept = { id, location: null, tags: { site: 'x' }, name: 'Camera' };
    const { acceptEnrolment, rejectEnrolment } = EnrolmentServiceService;
    expect(
      await caller.refused(acceptEnrolment, { ...accept, keyFingerprint: 'AAAA-BBBB-CCCC-DDDD' }, user),
    ).toMatchObject({ status: 'ABORTED', reason: 'ENROLMENT_REQUEST_CHANGED' });
    const accepted = await caller.call(acceptEnrolment, { ...accept, keyFingerprint }, user);
    expect(accepted.body.answer).toMatchObject({ id, status: EnrolmentStatus.ACCEPTED });
    const rejected = await caller.call(
      rejectEnrolment,
      { id: of('SN-drone')?.id ?? '', reason: 'not ours' },
      user,
    );
    expect(rejected.body.answer).toMatchObject({ status: EnrolmentStatus.REJECTED, reason: 'not ours' });
  });

  test('tokens are issued, seen at the position of the answer, and revoked', async () => {
    const terms = { ttlSeconds: 3600, maxUses: 1, autoAccept: true, tags: {} };
    const issued = await caller.call(tokens.issueEnrolmentToken, terms, user);
    expect(issued.body.token).toMatch(/^tet_/);
    const id = issued.body.enrolmentToken?.id ?? '';
    const statusAt = async (position = '') => {
      const headers = { ...user, 'tutti-position': position };
      const { body } = await caller.call(tokens.listEnrolmentTokens, { pageSize: 500 }, headers);
      return body.items.find((one) => one.id === id)?.status;
    };
    expect(await statusAt(issued.position)).toBe(EnrolmentTokenStatus.ACTIVE);
    const revoked = await caller.call(tokens.revokeEnrolmentToken, { id }, user);
    expect(await statusAt(revoked.position)).toBe(EnrolmentTokenStatus.REVOKED);
    expect(await caller.refused(tokens.issueEnrolmentToken, { ...terms, ttlSeconds: 5 }, user)).toMatchObject(
      { status: 'INVALID_ARGUMENT', violations: [{ field: 'ttl_seconds' }] },
    );
  });

  test('a position is a whole number', async () => {
    const headers = { ...user, 'tutti-position': 'x' };
    expect(await caller.refused(tokens.listEnrolmentTokens, {}, headers)).toMatchObject({
      status: 'INVALID_ARGUMENT',
      reason: 'REQUEST_INVALID',
    });
  });
});

describe('groups by gRPC', () => {
  const groups = DeviceGroupServiceService;

  test('are defined, listed with their members, redefined and deleted', async () => {
    const wish = { name: 'Gates', filter: 'serial==SN-gate', description: 'All gates' };
    const { body } = await caller.call(groups.defineDeviceGroup, wish, admin);
    const id = body.group?.id ?? '';
    const members = await caller.call(groups.listDeviceGroupMembers, { id }, user);
    expect(members.body.items.map((one) => one.id)).toEqual([gate.id]);
    const shown = await caller.call(groups.getDeviceGroup, { id }, user);
    const headers = { ...admin, 'if-match': shown.etag ?? '' };
    const redefined = await caller.call(groups.redefineDeviceGroup, { id, description: '' }, headers);
    expect(redefined.body.group).toMatchObject({ name: 'Gates', description: null });
    const listed = await caller.call(groups.listDeviceGroups, {}, user);
    expect(listed.body.items).toHaveLength(1);
    const ifMatch = { ...admin, 'if-match': redefined.etag ?? '' };
    const { position = '' } = await caller.call(groups.deleteDeviceGroup, { id }, ifMatch);
    const after = { ...user, 'tutti-position': position };
    expect(await caller.refused(groups.getDeviceGroup, { id }, after)).toMatchObject({
      status: 'NOT_FOUND',
      reason: 'DEVICE_GROUP_NOT_FOUND',
    });
  });

  test('with a filter that makes no sense are refused', async () => {
    const wish = { name: 'None', filter: 'nothing==x' };
    expect(await caller.refused(groups.defineDeviceGroup, wish, admin)).toMatchObject({
      status: 'INVALID_ARGUMENT',
      reason: 'QUERY_INVALID',
    });
    expect(await caller.refused(groups.defineDeviceGroup, wish, user)).toMatchObject({
      status: 'PERMISSION_DENIED',
    });
  });
});

describe('commands to devices by gRPC', () => {
  const commands = DeviceCommandServiceService;

  test('are issued, wait, and are cancelled', async () => {
    const wish = { deviceId: gate.id, collectLogs: { lines: 50 }, expiresInSeconds: 600 };
    const { body, position = '' } = await caller.call(commands.issueDeviceCommand, wish, admin);
    expect(body.command).toMatchObject({
      deviceId: gate.id,
      status: CommandStatus.ISSUED,
      order: { collectLogs: { lines: 50 }, infer: null },
      issuedBy: 'user:admin-1',
    });
    const id = body.command?.id ?? '';
    const listed = await caller.call(
      commands.listDeviceCommands,
      {},
      { ...user, 'tutti-position': position },
    );
    expect(listed.body.items.map((one) => one.id)).toContain(id);
    const cancelled = await caller.call(commands.cancelDeviceCommand, { id }, admin);
    expect(cancelled.body.command).toMatchObject({ status: CommandStatus.CANCELLED });
    expect(await caller.refused(commands.cancelDeviceCommand, { id }, admin)).toMatchObject({
      status: 'FAILED_PRECONDITION',
      reason: 'DEVICE_COMMAND_ALREADY_CLOSED',
    });
    expect((await caller.call(commands.getDeviceCommand, { id }, user)).body.command).toMatchObject({ id });
  });

  test.each([
    ['no order', {}, 'INVALID_ARGUMENT', 'REQUEST_INVALID'],
    [
      'a deadline of no time',
      { reloadModel: {}, expiresInSeconds: 0 },
      'INVALID_ARGUMENT',
      'REQUEST_INVALID',
    ],
    [
      'a picture that was not sent',
      { infer: { picture: 'a'.repeat(64) } },
      '',
      'DEVICE_COMMAND_PICTURE_MISSING',
    ],
  ])('with %s are refused', async (_, order, status, reason) => {
    const wish = { deviceId: gate.id, ...order };
    expect(await caller.refused(commands.issueDeviceCommand, wish, admin)).toMatchObject({
      ...(status === '' ? {} : { status }),
      reason,
    });
  });

  test('are for those who manage devices', async () => {
    const wish = { deviceId: gate.id, restartAgent: {} };
    expect(await caller.refused(commands.issueDeviceCommand, wish, user)).toMatchObject({
      status: 'PERMISSION_DENIED',
    });
    expect(await caller.refused(commands.listDeviceCommands, {})).toMatchObject({
      status: 'UNAUTHENTICATED',
    });
  });
});

describe('results by gRPC', () => {
  test('are listed and counted; one that is not there is not found', async () => {
    const { listInferences, getInference, getInferenceRates } = InferenceServiceService;
    const range = { from: null, to: null };
    expect((await caller.call(listInferences, range, user)).body).toEqual({ items: [], nextPageToken: '' });
    expect((await caller.call(getInferenceRates, range, user)).body).toMatchObject({ total: { count: 0 } });
    expect(await caller.refused(getInference, { id: 'none' }, user)).toMatchObject({
      status: 'NOT_FOUND',
      reason: 'INFERENCE_NOT_FOUND',
    });
    expect(await caller.refused(getInferenceRates, { ...range, stepSeconds: 0 }, user)).toMatchObject({
      violations: [{ field: 'step_seconds' }],
    });
    expect(await caller.refused(listInferences, range)).toMatchObject({ status: 'UNAUTHENTICATED' });
  });
});
