import { describe, expect, it } from 'vitest';
import { TelemetryWatch, type ConsumerView } from './telemetry-watch';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 23, 0, 0, seconds));

const view = (seconds: number, changes: Partial<ConsumerView>): ConsumerView => ({
  at: at(seconds),
  delivered: 0,
  pending: 0,
  unacknowledged: 0,
  acknowledged: 0,
  firstSequence: 1,
  ...changes,
});

describe('TelemetryWatch', () => {
  it('moves the watermark to the server time while nothing is open, even in silence', () => {
    const watch = new TelemetryWatch();
    expect(watch.watermark).toBeNull();
    watch.begin(view(1, {}));
    expect(watch.watermark).toEqual(at(1));
    watch.look(view(9, {}));
    expect(watch.watermark).toEqual(at(9));
    expect(watch.lag).toBe(0);
  });

  it('holds the watermark at the last stored batch that is acknowledged while it lags', () => {
    const watch = new TelemetryWatch();
    watch.begin(view(1, {}));
    watch.stored(100, at(3));
    watch.stored(200, at(5));
    watch.look(view(9, { delivered: 150, pending: 50, unacknowledged: 40, acknowledged: 110 }));
    expect(watch.watermark).toEqual(at(3));
    expect(watch.lag).toBe(90);
    watch.look(view(10, { delivered: 200, pending: 50, acknowledged: 200 }));
    expect(watch.watermark).toEqual(at(5));
  });

  it('never goes back', () => {
    const watch = new TelemetryWatch();
    watch.begin(view(8, {}));
    watch.stored(10, at(2));
    watch.look(view(9, { delivered: 10, pending: 5, acknowledged: 10 }));
    expect(watch.watermark).toEqual(at(8));
  });

  it('counts what was discarded while it was pending', () => {
    const watch = new TelemetryWatch();
    watch.begin(view(1, { delivered: 10, pending: 100, acknowledged: 10 }));
    expect(watch.look(view(2, { delivered: 50, pending: 65, acknowledged: 10 }))).toBeUndefined();
    expect(watch.look(view(3, { delivered: 60, pending: 35, acknowledged: 60 }))).toEqual({
      noticedAt: at(3),
      messages: 20,
    });
    expect(watch.look(view(4, { delivered: 95, pending: 0, acknowledged: 95 }))).toBeUndefined();
  });

  it('says that something may be lost when the stream moved on while nobody read', () => {
    const seen = { delivered: 10, acknowledged: 10 };
    const first = (changes: Partial<ConsumerView>): unknown => new TelemetryWatch().begin(view(2, changes));
    expect(first({ ...seen, firstSequence: 11 })).toBeUndefined();
    expect(first({ ...seen, firstSequence: 12 })).toEqual({ noticedAt: at(2), messages: null });
    expect(first({ firstSequence: 12 })).toBeUndefined();
  });

  it('goes on counting over a reconnect, and begins anew with a new consumer', () => {
    const watch = new TelemetryWatch();
    watch.begin(view(1, { delivered: 10, pending: 100, acknowledged: 10 }));
    expect(watch.begin(view(2, { delivered: 10, pending: 90, acknowledged: 10 }))).toMatchObject({
      messages: 10,
    });
    expect(watch.begin(view(3, { pending: 50 }))).toBeUndefined();
  });
});
