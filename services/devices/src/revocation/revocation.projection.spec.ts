import type { DeviceEvent } from '@tutti/contracts/devices';
import type { Recorded } from '@tutti/kernel';
import { describe, expect, test } from 'vitest';
import {
  longestJwtLifeMs,
  revocationProjection,
  revocationsOf,
  type RevocationRow,
} from './revocation.projection';

const [a, b] = ['A', 'B'].map((letter) => `U${letter.repeat(55)}`) as [string, string];
const start = Date.parse('2026-01-01T00:00:00Z');
const hour = 3_600_000;

type Step = readonly [hours: number, event: DeviceEvent];
const registered: Step = [0, { type: 'DeviceRegistered', data: { name: 'n', publicKey: a, tags: {} } }];
const rotated = (hours: number, publicKey: string, previousKey: string): Step => [
  hours,
  { type: 'DeviceKeyRotated', data: { publicKey, previousKey } },
];
const plain = (hours: number, type: 'DeviceSuspended' | 'DeviceResumed' | 'DeviceRetired'): Step => [
  hours,
  { type, data: {} },
];

const revoked = (steps: readonly Step[], hours: number): readonly string[] => {
  const row = steps.reduce<RevocationRow | undefined>((before, [at, event], index) => {
    const recorded = {
      aggregateId: 'd',
      aggregateVersion: index + 1,
      time: new Date(start + at * hour),
      event,
    };
    return revocationProjection.project(before, recorded as Recorded<never>);
  }, undefined);
  return row ? Object.keys(revocationsOf(row, new Date(start + hours * hour))) : [];
};

describe('keys that must not connect', () => {
  test.each([
    ['none of a running device', [registered], 1, []],
    ['the key of a suspended one', [registered, plain(1, 'DeviceSuspended')], 1, [a]],
    [
      'no longer after it is resumed',
      [registered, plain(1, 'DeviceSuspended'), plain(2, 'DeviceResumed')],
      2,
      [],
    ],
    ['the key of a retired one', [registered, plain(1, 'DeviceRetired')], 1, [a]],
    ['the key before the rotation', [registered, rotated(1, b, a)], 1, [a]],
    ['the last one when a key comes back', [registered, rotated(1, b, a), rotated(2, a, b)], 2, [b]],
    [
      'both of a rotated and retired one',
      [registered, rotated(1, b, a), plain(2, 'DeviceRetired')],
      2,
      [a, b],
    ],
    [
      'the new key of a suspended one too',
      [registered, plain(1, 'DeviceSuspended'), rotated(2, b, a)],
      2,
      [a, b],
    ],
    ['none whose JWTs have all expired', [registered, plain(1, 'DeviceRetired')], 1 + 25, []],
  ] as const)('%s', (_, steps, hours, expected) => {
    expect([...revoked(steps, hours)].sort()).toEqual([...expected].sort());
  });

  test('JWTs issued shortly after the revocation, by a replica that had not heard of it, are dead too', () => {
    const row = {
      id: 'd',
      publicKey: null,
      suspendedAt: null,
      former: [{ publicKey: a, at: start }],
      revokedAt: start,
    };
    expect((revocationsOf(row, new Date(start))[a] ?? 0) * 1000).toBeGreaterThan(start + longestJwtLifeMs);
  });
});
