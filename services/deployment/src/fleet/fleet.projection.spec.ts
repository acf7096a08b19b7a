import type { DeviceEvent } from '@tutti/contracts/devices';
import { fold } from '@tutti/testing';
import { describe, expect, test } from 'vitest';
import { introductionListProjection } from './introduction-list.projection';
import { savedGroupListProjection } from './saved-group-list.projection';

describe('what a device said of itself', () => {
  const asked = (agentVersion: string, memoryBytes = 1) =>
    [
      'd',
      'DeviceRequested' satisfies DeviceEvent['type'],
      { hardware: { arch: 'arm64', memoryBytes }, agentVersion },
    ] as const;
  const told = (type: DeviceEvent['type']) => ['d', type, {}] as const;
  const of = (...history: Parameters<typeof fold>[1][]) => fold(introductionListProjection, ...history)['d'];

  test('holds from when it asked', () =>
    expect(of(asked('0.1.0', 5))).toMatchObject({ arch: 'arm64', memoryBytes: 5, agentVersion: '0.1.0' }));

  test('with another key, holds once somebody agrees: anybody can ask in its name', () => {
    const again = [asked('0.1.0'), told('DeviceRegistered'), asked('0.2.0', 9)] as const;
    expect(of(...again)).toMatchObject({ agentVersion: '0.1.0', memoryBytes: 1 });
    expect(of(...again, told('DeviceKeyRotated'))).toMatchObject({ agentVersion: '0.2.0', memoryBytes: 9 });
    expect(of(...again, told('DeviceRejected'), told('DeviceKeyRotated'))).toMatchObject({
      agentVersion: '0.1.0',
    });
  });

  test('is forgotten where it asks anew after it was retired', () =>
    expect(of(asked('0.1.0'), told('DeviceRegistered'), told('DeviceRetired'), asked('0.3.0'))).toMatchObject(
      {
        agentVersion: '0.3.0',
        inFleet: false,
        waiting: null,
      },
    ));
});

test('a saved group is what it was redefined to, until it is deleted', () => {
  const defined = ['g', 'GroupDefined', { name: 'Cameras', filter: 'tags.kind==camera' }] as const;
  const redefined = ['g', 'GroupRedefined', { filter: 'site==seoul' }] as const;
  const of = (...history: Parameters<typeof fold>[1][]) => fold(savedGroupListProjection, ...history);
  expect(of(defined, redefined)).toEqual({ g: { id: 'g', name: 'Cameras', filter: 'site==seoul' } });
  expect(of(defined, redefined, ['g', 'GroupDeleted', {}])).toEqual({});
});
