import type { HeartbeatEntry, VitalsEntry } from '@tutti/contracts/devices';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Arrival } from '../telemetry/entry';
import { unseen, withHeartbeat, withVitals, type DeviceStatusRow } from './device-status.row';

const time = (seconds: number): string => new Date(1_767_225_600_000 + seconds * 1000).toISOString();
const ms = (seconds: number): number => Date.parse(time(seconds));

type Beat = Partial<Omit<HeartbeatEntry, 'at' | 'seq'>> & {
  journal?: string;
  at?: number;
  received?: number;
};
const beat = (seq: number, given: Beat = {}): Arrival<HeartbeatEntry> => {
  const { journal = 'a', at = seq, received = at, ...changes } = given;
  const entry = {
    seq,
    at: time(at),
    runtime: 'ready' as const,
    model: null,
    agentVersion: '1',
    startedAt: time(0),
    backlog: { entries: 0, bytes: 0, dropped: 0 },
    error: null,
    ...changes,
  };
  return { deviceId: 'd', journal, receivedAt: ms(received), entry };
};
const after = (...beats: readonly Arrival<HeartbeatEntry>[]): DeviceStatusRow =>
  beats.reduce(withHeartbeat, unseen('d'));

describe('the newest state of a device', () => {
  test('is that of its highest sequence, whatever the order of arrival', () =>
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3, 4, 5, 6], { minLength: 1 }), (order) => {
        const row = after(...order.map((seq) => beat(seq, { agentVersion: `v${seq}` })));
        expect(row.agentVersion).toBe(`v${Math.max(...order)}`);
        expect(row.lastSeenAt).toBe(ms(Math.max(...order)));
      }),
    ));

  test('does not move by a repeat, but the repeat is not a second heartbeat either', () => {
    const once = after(beat(1), beat(2));
    expect(withHeartbeat(once, beat(2))).toEqual(once);
  });

  test('follows the device into a new journal, and not back', () => {
    const row = after(beat(900), beat(1, { journal: 'b', at: 1000, runtime: 'inferencing' }), beat(901));
    expect(row).toMatchObject({ journal: 'b', runtime: 'inferencing', lastSeenAt: ms(1000) });
  });

  test('recovers from a clock that was ahead', () => {
    const row = after(
      beat(1, { at: 90_000, received: 10 }),
      beat(1, { journal: 'b', at: 20, received: 20, runtime: 'inferencing' }),
    );
    expect(row).toMatchObject({ journal: 'b', runtime: 'inferencing' });
  });

  test('knows since when it is faulty', () => {
    const error = { type: 'model', message: 'broken' };
    const row = after(beat(1), beat(2, { error }), beat(3, { error: { ...error, message: 'still' } }));
    expect(row).toMatchObject({ error: { message: 'still' }, errorSince: ms(2) });
    expect(withHeartbeat(row, beat(4)).errorSince).toBeNull();
  });

  test('keeps the newest vitals', () => {
    const vitals = (seq: number, cpu: number): Arrival<VitalsEntry> => ({
      deviceId: 'd',
      journal: 'a',
      receivedAt: ms(seq),
      entry: {
        seq,
        at: time(seq),
        cpu,
        memoryUsedBytes: 1,
        memoryTotalBytes: 2,
        diskUsedBytes: 1,
        diskTotalBytes: 2,
        temperatureCelsius: null,
        networkRxBytesPerSecond: 0,
        networkTxBytesPerSecond: 0,
        uptimeSeconds: 1,
        agentMemoryBytes: 1,
      },
    });
    const row = [vitals(2, 0.5), vitals(1, 0.9)].reduce(withVitals, unseen('d'));
    expect(row).toMatchObject({ vitals: { cpu: 0.5 }, connectivity: 'never', lastSeenAt: null });
    expect(row.vitals).not.toHaveProperty('seq');
  });
});
