import type { LoggedEvent } from '@tutti/contracts/summary';
import { describe, expect, test } from 'vitest';
import type { EventPage } from '../events';
import { LiveLog } from './live-log';

const event = (position: number, index = 0): LoggedEvent => ({
  id: `c${position}.${index}`,
  position,
  type: 'tutti.devices.DeviceResumed',
  subject: 'devices/device/d1',
  aggregateVersion: 1,
  time: '2026-01-01T00:00:00Z',
  authId: null,
  correlationId: null,
  causationId: null,
  data: {},
});

/** What the browser gives a page: streams that the test speaks through, and a clock that it winds. */
class FakeStream extends EventTarget {
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  onmessage: ((message: MessageEvent<string>) => void) | null = null;
  closed = false;
  constructor(readonly after: number) {
    super();
  }
  close(): void {
    this.closed = true;
  }
  say(one: LoggedEvent, lastEventId = String(one.position)): void {
    this.onmessage?.(new MessageEvent('message', { data: JSON.stringify(one), lastEventId }));
  }
}

const server = (log: LoggedEvent[]) => {
  const streams: FakeStream[] = [];
  const timers: (() => void)[] = [];
  let failure: Error | undefined;
  const asked: (number | undefined)[] = [];
  const fetchPage = async ({ after, limit }: { after?: number; limit: number }): Promise<EventPage> => {
    asked.push(after);
    if (failure) throw failure;
    const head = Math.max(0, ...log.map(({ position }) => position));
    if (after === undefined) return { items: log.slice(-limit).reverse(), nextPageToken: '', head };
    const missed = log.filter(({ position }) => position > after);
    return { items: missed.slice(0, limit), nextPageToken: missed.length > limit ? 'more' : '', head };
  };
  const live = new LiveLog({
    fetchPage,
    open: (after) => {
      const stream = new FakeStream(after);
      streams.push(stream);
      return stream as unknown as EventSource;
    },
    later: (_, callback) => {
      timers.push(callback);
      return () => {
        if (timers.includes(callback)) timers.splice(timers.indexOf(callback), 1);
      };
    },
    isFinal: (error) => error instanceof Error && error.message === 'session over',
  });
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    live,
    log,
    asked,
    timers,
    settled,
    fail: (error: Error | undefined) => (failure = error),
    stream: (): FakeStream => {
      const last = streams.at(-1);
      if (!last) throw new Error('no stream was opened');
      return last;
    },
  };
};

const positions = (live: LiveLog): readonly number[] =>
  live.state.get().events.map(({ position }) => position);

describe('LiveLog', () => {
  test('reads the newest page, then streams from its head; only news are told', async () => {
    const { live, stream, settled } = server([event(1), event(2)]);
    const told: number[] = [];
    live.onEvents((events) => told.push(...events.map(({ position }) => position)));
    live.start();
    await settled();
    expect(stream().after).toBe(2);
    stream().onopen?.();
    stream().say(event(3));
    stream().say(event(3));
    expect(live.state.get().status).toBe('live');
    expect(positions(live)).toEqual([3, 2, 1]);
    expect(told).toEqual([3]);
  });

  test('after an interruption it reads what it missed, then streams on', async () => {
    const { live, log, stream, timers, settled, asked } = server([event(1)]);
    live.start();
    await settled();
    stream().onerror?.();
    expect(stream().closed).toBe(true);
    expect(live.state.get().status).toBe('waiting');
    log.push(event(2), event(3));
    timers[0]?.();
    await settled();
    expect(asked).toEqual([undefined, 1]);
    expect(stream().after).toBe(3);
    expect(positions(live)).toEqual([3, 2, 1]);
  });

  test('a commit that was cut in two is read again', async () => {
    const { live, stream, timers, settled, asked } = server([event(1)]);
    live.start();
    await settled();
    stream().say(event(2, 0), '');
    stream().onerror?.();
    timers[0]?.();
    await settled();
    expect(asked.at(-1)).toBe(1);
  });

  test('a gap that is too long begins afresh', async () => {
    const { live, log, stream, timers, settled } = server([event(1)]);
    let gaps = 0;
    live.onGap(() => (gaps += 1));
    live.start();
    await settled();
    expect(gaps).toBe(0);
    stream().onerror?.();
    for (let position = 2; position < 700; position++) log.push(event(position));
    timers[0]?.();
    await settled();
    expect(positions(live)).toHaveLength(50);
    expect(positions(live)[0]).toBe(699);
    expect(gaps).toBe(1);
  });

  test('positions that lost their meaning are forgotten', async () => {
    const { live, log, stream, settled } = server([event(900)]);
    const from: number[] = [];
    live.onGap(() => from.push(...positions(live)));
    live.start();
    await settled();
    log.splice(0, 1, event(5));
    stream().dispatchEvent(new Event('resync'));
    await settled();
    expect(positions(live)).toEqual([5]);
    expect(from).toEqual([5]);
    expect(stream().after).toBe(5);
  });

  test('an expired stream goes on at once', async () => {
    const { live, stream, settled } = server([event(1)]);
    live.start();
    await settled();
    const first = stream();
    first.dispatchEvent(new Event('expired'));
    await settled();
    expect(stream()).not.toBe(first);
  });

  test('a line that has gone silent is given up; a heartbeat is no silence', async () => {
    const { live, log, stream, settled, timers } = server([event(1)]);
    live.start();
    await settled();
    const first = stream();
    first.onopen?.();
    const [whenSilent] = timers;
    first.dispatchEvent(new Event('heartbeat'));
    expect(timers).toHaveLength(1);
    expect(timers[0]).not.toBe(whenSilent);
    log.push(event(2));
    timers[0]?.();
    await settled();
    expect(first.closed).toBe(true);
    expect(stream()).not.toBe(first);
    expect(positions(live)).toEqual([2, 1]);
    first.dispatchEvent(new Event('heartbeat'));
    first.say(event(3));
    expect(timers).toHaveLength(1);
  });

  test('after a sleep the stream is opened anew, whatever it says of itself', async () => {
    const { live, stream, settled } = server([event(1)]);
    live.start();
    await settled();
    const first = stream();
    live.start();
    await settled();
    expect(stream()).toBe(first);
    live.restart();
    await settled();
    expect(first.closed).toBe(true);
    expect(stream()).not.toBe(first);
  });

  test('tries again while the server is away, but not when the session is over', async () => {
    const { live, timers, settled, fail, asked } = server([event(1)]);
    fail(new Error('no answer'));
    live.start();
    await settled();
    expect(live.state.get().status).toBe('waiting');
    fail(new Error('session over'));
    timers[0]?.();
    await settled();
    expect(live.state.get().status).toBe('stopped');
    expect(asked).toHaveLength(2);
  });

  test('stopped means stopped, whatever was on its way', async () => {
    const { live, settled, stream } = server([event(1)]);
    live.start();
    live.stop();
    await settled();
    expect(() => stream()).toThrow('no stream was opened');
    expect(live.state.get()).toEqual({ status: 'stopped', events: [] });
  });
});
