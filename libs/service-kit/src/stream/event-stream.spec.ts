import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { type ServerEvent, eventStream } from './event-stream';
import { LiveFeed } from './live-feed';

const never = new AbortController().signal;
async function* of(...events: readonly ServerEvent[]): AsyncGenerator<ServerEvent> {
  yield* events;
}
const opening = ': connected\nretry: 3000\n\n';

describe('eventStream', () => {
  test('frames events with their position, on one line whatever the data', async () => {
    const source = of({ id: 7, data: { text: 'two\nlines' } }, { id: 8, event: 'device', data: 1 });
    expect(await text(eventStream({ source, signal: never }).body)).toBe(
      `${opening}id: 7\ndata: {"text":"two\\nlines"}\n\nid: 8\nevent: device\ndata: 1\n\n`,
    );
  });

  test('sends a heartbeat while nothing happens, and ends with the signal', async () => {
    const abort = new AbortController();
    const feed = new LiveFeed();
    const { body } = eventStream({
      source: feed.subscribe(abort.signal),
      signal: abort.signal,
      heartbeatMs: 1,
    });
    let seen = '';
    for await (const chunk of body) {
      seen += String(chunk);
      if (seen.split('heartbeat').length > 3) abort.abort();
    }
    const heartbeat = 'event: heartbeat\ndata: {}\n\n';
    expect(seen.startsWith(opening + heartbeat + heartbeat)).toBe(true);
    expect(feed.subscribers).toBe(0);
  });

  test('ends with the token', async () => {
    const feed = new LiveFeed();
    const now = new Date('2026-01-01T00:00:00Z');
    const source = feed.subscribe(never);
    const { body } = eventStream({ source, signal: never, expiresAt: now, clock: { now: () => now } });
    expect(await text(body)).toBe(`${opening}event: expired\ndata: {}\n\n`);
  });

  test('never runs ahead of a client that does not read', async () => {
    let made = 0;
    async function* endless(): AsyncGenerator<ServerEvent> {
      for (;;) yield { id: (made += 1), data: 'x'.repeat(1000) };
    }
    const { body } = eventStream({ source: endless(), signal: never });
    await new Promise((resolve) => body.once('readable', resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(made).toBeLessThan(40);
    body.destroy();
  });
});

describe('LiveFeed', () => {
  test('gives every subscriber all events from its subscription on', async () => {
    const feed = new LiveFeed();
    const abort = new AbortController();
    feed.publish({ id: 1, data: 'early' });
    const [one, two] = [feed.subscribe(abort.signal), feed.subscribe(abort.signal)].map((source) =>
      text(eventStream({ source, signal: abort.signal }).body),
    );
    feed.publish({ id: 2, data: 'a' });
    await new Promise((resolve) => setImmediate(resolve));
    feed.publish({ id: 3, data: 'b' });
    await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    expect(await one).toBe(`${opening}id: 2\ndata: "a"\n\nid: 3\ndata: "b"\n\n`);
    expect(await two).toBe(await one);
  });

  test('tells a slow subscriber to resync and lets it go', async () => {
    const feed = new LiveFeed(2);
    const source = feed.subscribe(never);
    for (let id = 1; id <= 4; id++) feed.publish({ id, data: '' });
    expect(feed.subscribers).toBe(0);
    expect(await text(eventStream({ source, signal: never }).body)).toBe(
      `${opening}event: resync\ndata: {}\n\n`,
    );
  });
});
