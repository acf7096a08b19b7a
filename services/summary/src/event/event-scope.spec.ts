import { permissionsOf, type Permission } from '@tutti/contracts/identity';
import { MemoryEventLog } from '@tutti/event-store';
import { expect, test } from 'vitest';
import {
  allRead,
  created,
  resumed,
  signedIn,
  writeDevice,
  writeInbox,
  writeUser,
} from '../../test/log.fixture';
import { eventScope, type EventFilter } from './event-scope';

const seen = async (permissions: readonly Permission[], filter: EventFilter = {}) => {
  const log = new MemoryEventLog();
  await writeUser(log, 'u1', created, signedIn);
  await writeDevice(log, 'd1', resumed);
  const { subjects, visible } = eventScope({ id: 'me', permissions }, filter);
  const paged = await log.page({ subjects, after: 0, limit: 10 });
  const all = await log.page({ subjects: ['evt.>'], after: 0, limit: 10 });
  expect(all.flatMap(visible)).toEqual(paged.flatMap(visible));
  return paged.flatMap(visible).map(({ event }) => event.type);
};

test('a context is shown to those who may read its resources', async () => {
  expect(await seen(permissionsOf.admin)).toEqual(['UserCreated', 'SignedIn', 'DeviceResumed']);
  expect(await seen(['events:read', 'devices:read'])).toEqual(['DeviceResumed']);
  expect(await seen(['events:read', 'users:read'])).toEqual(['UserCreated', 'SignedIn']);
  expect(await seen(['events:read'])).toEqual([]);
});

test('filters narrow by context, aggregate, id and type', async () => {
  const { admin } = permissionsOf;
  expect(await seen(admin, { context: 'devices' })).toEqual(['DeviceResumed']);
  expect(await seen(admin, { aggregate: 'user' })).toEqual(['UserCreated', 'SignedIn']);
  expect(await seen(admin, { aggregateId: 'd1' })).toEqual(['DeviceResumed']);
  expect(await seen(admin, { type: 'SignedIn' })).toEqual(['SignedIn']);
  expect(await seen(admin, { type: 'tutti.devices.DeviceResumed' })).toEqual(['DeviceResumed']);
  expect(await seen(admin, { type: 'tutti.identity.DeviceResumed' })).toEqual([]);
  expect(await seen(['events:read', 'devices:read'], { context: 'identity' })).toEqual([]);
});

test('whoever may read the log sees what they read and put away themselves, and not what others did', async () => {
  const log = new MemoryEventLog();
  await writeInbox(log, 'me', allRead);
  await writeInbox(log, 'another', allRead);
  const commits = await log.page({ subjects: ['evt.>'], after: 0, limit: 10 });
  const shown = (filter: EventFilter) =>
    commits
      .flatMap(eventScope({ id: 'me', permissions: permissionsOf.admin }, filter).visible)
      .map(({ aggregateId }) => aggregateId);
  expect(shown({})).toEqual(['me']);
  expect(shown({ context: 'summary', aggregate: 'inbox' })).toEqual(['me']);
  expect(shown({ aggregateId: 'another' })).toEqual([]);
  expect(shown({ type: 'NotificationsRead' })).toEqual(['me']);
});
