import { deviceErrors, type DeviceGroupEvent } from '@tutti/contracts/devices';
import type { Recorded } from '@tutti/kernel';
import { given } from '@tutti/testing';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { deviceGroupListProjection, type DeviceGroupRow } from './device-group-list.projection';
import { deviceGroupDecider, type DeviceGroupCommand } from './device-group.decider';

const data = { name: 'Cameras', filter: 'tags.kind==camera', description: 'In the hall' };
const defined: DeviceGroupEvent = { type: 'GroupDefined', data };
const deleted: DeviceGroupEvent = { type: 'GroupDeleted', data: {} };
const define: DeviceGroupCommand = { type: 'DefineGroup', ...data };
const group = (...events: readonly DeviceGroupEvent[]) => given(deviceGroupDecider, ...events);

const refused = new Set<string>();
const refuses = (
  events: readonly DeviceGroupEvent[],
  command: DeviceGroupCommand,
  code: keyof typeof deviceErrors,
): void => {
  refused.add(code);
  group(...events)
    .when(command)
    .isRefused(code);
};
afterAll(() => {
  const mine = Object.keys(deviceErrors).filter((code) => code.startsWith('device-group.'));
  expect([...refused, 'device-group.too-many'].sort()).toEqual(mine.sort());
});

test('is defined once', () => {
  group().when(define).gives(defined);
  refuses([defined], define, 'device-group.already-defined');
  refuses([defined, deleted], define, 'device-group.already-defined');
});

test('is redefined by what differs; null removes', () => {
  group(defined)
    .when({ type: 'RedefineGroup', name: 'Cameras', filter: 'site==seoul' })
    .gives({ type: 'GroupRedefined', data: { filter: 'site==seoul' } });
  group(defined)
    .when({ type: 'RedefineGroup', description: null })
    .gives({ type: 'GroupRedefined', data: { description: null } });
  refuses([defined], { type: 'RedefineGroup', name: 'Cameras' }, 'device-group.nothing-changed');
  refuses([], { type: 'RedefineGroup', name: 'Cameras' }, 'device-group.not-found');
});

test('is deleted once', () => {
  group(defined).when({ type: 'DeleteGroup' }).gives(deleted);
  refuses([defined, deleted], { type: 'DeleteGroup' }, 'device-group.not-found');
  refuses([deleted], { type: 'RedefineGroup', name: 'B' }, 'device-group.not-found');
});

const commands: readonly DeviceGroupCommand[] = [
  define,
  { type: 'RedefineGroup', name: 'Doors' },
  { type: 'RedefineGroup', filter: 'site==seoul', description: null },
  { type: 'RedefineGroup', description: 'Elsewhere' },
  { type: 'DeleteGroup' },
];

test('the list says what the aggregate says, for every history', () =>
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...commands), { maxLength: 12 }), (chosen) => {
      let state = deviceGroupDecider.initialState;
      let row: DeviceGroupRow | undefined;
      let version = 0;
      for (const command of chosen) {
        let events: readonly DeviceGroupEvent[] = [];
        try {
          events = deviceGroupDecider.decide(command, state);
        } catch {
          continue;
        }
        for (const event of events) {
          version += 1;
          state = deviceGroupDecider.evolve(state, event);
          const recorded = { event, aggregateId: 'g', aggregateVersion: version, time: new Date(version) };
          row = deviceGroupListProjection.project(row, recorded as Recorded<DeviceGroupEvent>);
        }
      }
      if (state.status === 'defined') {
        const { name, filter, description = null } = state;
        expect(row).toEqual({ id: 'g', name, filter, description, changedAt: version, version });
      } else expect(row).toBeUndefined();
    }),
  ));
