import type { DeviceEvent } from '@tutti/contracts/devices';
import type { Recorded } from '@tutti/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deviceDecider, type DeviceCommand } from './device.decider';
import { deviceListProjection, type DeviceRow } from './device-list.projection';
import { isInFleet, type DeviceState } from './device.state';

const key = (letter: string): string => `U${letter.repeat(55)}`;
const request = {
  serial: 'SN-1',
  publicKey: key('A'),
  hardware: { arch: 'x64', cpu: 'Atom', cores: 4, memoryBytes: 4e9 },
  os: { name: 'Debian', release: '12' },
  agentVersion: '0.1.0',
};
const events: readonly DeviceEvent[] = [
  { type: 'DeviceRequested', data: { ...request, note: 'Line 4', enrolmentTokenId: 't' } },
  {
    type: 'DeviceRegistered',
    data: { name: 'Gate', publicKey: key('A'), site: 'Seoul', tags: { line: '1' } },
  },
];
const project = (...all: readonly DeviceEvent[]): DeviceRow | undefined =>
  all.reduce<DeviceRow | undefined>(
    (row, event, index) =>
      deviceListProjection.project(row, {
        aggregateId: 'd',
        aggregateVersion: index + 1,
        time: new Date(1000 * (index + 1)),
        event,
      } as Recorded<DeviceEvent>),
    undefined,
  );

describe('a device of the list', () => {
  test('waits as it asked', () =>
    expect(project(...events.slice(0, 1))).toMatchObject({
      id: 'd',
      name: 'SN-1',
      lifecycle: 'requested',
      registeredAt: null,
      waiting: { publicKey: key('A'), note: 'Line 4', enrolmentTokenId: 't', requestedAt: 1000 },
      version: 1,
    }));
  test('is registered', () =>
    expect(project(...events)).toMatchObject({
      name: 'Gate',
      site: 'Seoul',
      description: null,
      tags: { line: '1' },
      lifecycle: 'registered',
      requestedAt: 1000,
      registeredAt: 2000,
      waiting: null,
      version: 2,
    }));
  test('runs on while another key waits, then shows what came with it', () => {
    const asked: DeviceEvent = {
      type: 'DeviceRequested',
      data: { ...request, publicKey: key('B'), agentVersion: '0.2.0' },
    };
    const before = project(...events, asked);
    expect(before).toMatchObject({
      publicKey: key('A'),
      agentVersion: '0.1.0',
      waiting: { publicKey: key('B') },
    });
    const rotated: DeviceEvent = {
      type: 'DeviceKeyRotated',
      data: { publicKey: key('B'), previousKey: key('A') },
    };
    expect(project(...events, asked, rotated)).toMatchObject({
      publicKey: key('B'),
      agentVersion: '0.2.0',
      waiting: null,
      name: 'Gate',
    });
    expect(project(...events, asked, { type: 'DeviceRejected', data: {} })).toMatchObject({
      lifecycle: 'registered',
      waiting: null,
      agentVersion: '0.1.0',
    });
  });
});

const commands: readonly DeviceCommand[] = [
  { type: 'RequestDevice', request },
  { type: 'RequestDevice', request: { ...request, publicKey: key('B') } },
  { type: 'RegisterDevice', request, description: { name: 'Gate', tags: {} } },
  { type: 'AcceptDevice', publicKey: key('A'), change: { site: 'Seoul' } },
  { type: 'AcceptDevice', publicKey: key('B'), change: { name: 'Door' } },
  { type: 'RejectDevice', publicKey: key('B') },
  { type: 'DescribeDevice', change: { name: 'Hall', site: null, tags: { a: 'b' } } },
  { type: 'SuspendDevice' },
  { type: 'ResumeDevice' },
  { type: 'RetireDevice' },
  { type: 'ReportConnection', connection: 'online', lastSeenAt: '2026-01-01T00:00:00Z' },
];

/** Every history that commands can lead to; refused ones leave no trace. */
const historyOf = (chosen: readonly DeviceCommand[]): readonly DeviceEvent[] =>
  chosen.reduce<readonly DeviceEvent[]>((history, command) => {
    const state = history.reduce(deviceDecider.evolve, deviceDecider.initialState);
    try {
      return [...history, ...deviceDecider.decide(command, state)];
    } catch {
      return history;
    }
  }, []);

test('the list says what the aggregate says, for every history', () => {
  const seen = new Set<DeviceState['status']>();
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...commands), { maxLength: 25 }), (chosen) => {
      const history = historyOf(chosen);
      const state = history.reduce(deviceDecider.evolve, deviceDecider.initialState);
      const row = project(...history);
      seen.add(state.status);
      expect(row?.lifecycle ?? 'initial').toBe(state.status);
      if (isInFleet(state)) {
        const { name, tags, site = null } = state.description;
        expect(row).toMatchObject({ publicKey: state.publicKey, name, tags, site, version: history.length });
        expect(row?.waiting?.publicKey).toBe(state.waiting?.publicKey);
      }
    }),
    { numRuns: 500 },
  );
  expect(seen).toEqual(new Set(['initial', 'requested', 'rejected', 'registered', 'suspended', 'retired']));
});
