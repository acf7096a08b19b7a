import { LogChanged, MemoryEventLog, type TailBatch, type TailOptions } from '@tutti/event-store';
import type { ServerEvent } from '@tutti/service-kit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, resumed, suspended, writeDevice } from '../../test/log.fixture';
import { eventScope } from './event-scope';
import { EventStreams } from './event-streams';
import { LiveLog } from './live-log';

/** A log whose tails can be told that it is another one now. */
class ReplacedLog extends MemoryEventLog {
  private replaced = Promise.withResolvers<never>();

  override async *tail(options: TailOptions): AsyncIterable<TailBatch> {
    const batches = super.tail(options)[Symbol.asyncIterator]();
    for (;;) {
      const batch = await Promise.race([batches.next(), this.replaced.promise]);
      if (batch.done === true) return;
      yield batch.value;
    }
  }

  replace(): void {
    this.replaced.promise.catch(() => undefined);
    this.replaced.reject(new LogChanged('another incarnation'));
    this.replaced = Promise.withResolvers<never>();
  }
}

const everything = eventScope(admin, {});
let log: ReplacedLog;
let live: LiveLog;
let broken: unknown[];
let abort: AbortController;
beforeEach(async () => {
  log = new ReplacedLog();
  broken = [];
  abort = new AbortController();
  live = await LiveLog.start(log, (error) => broken.push(error));
});
afterEach(async () => {
  abort.abort();
  await live.stop();
});

const open = async (streams: EventStreams, after?: number) =>
  (await streams.open(everything, { reader: 'me', after, signal: abort.signal }))[Symbol.asyncIterator]();
const valueOf = async (next: Promise<IteratorResult<ServerEvent>>) => {
  const result = await next;
  return result.done === true ? undefined : result.value;
};

test('when the log is another one, readers are told to begin again, and can', async () => {
  const streams = new EventStreams(log, live);
  const before = await open(streams, 0);
  await writeDevice(log, 'd', resumed);
  expect(await valueOf(before.next())).toMatchObject({ id: 1 });
  const next = before.next();
  log.replace();
  expect(await valueOf(next)).toMatchObject({ event: 'resync' });
  expect(await valueOf(before.next())).toBeUndefined();
  expect(broken).toHaveLength(1);
  const after = await open(streams, 1);
  const again = after.next();
  await writeDevice(log, 'd', suspended);
  expect(await valueOf(again)).toMatchObject({ id: 2 });
});

test('a place is given back also when its reader was gone before it began', async () => {
  const streams = new EventStreams(log, live);
  const gone = AbortSignal.abort();
  for (let n = 0; n < 100; n++) await streams.open(everything, { reader: 'me', after: 0, signal: gone });
  await Promise.all(Array.from({ length: 32 }, () => open(streams)));
  await expect(open(streams)).rejects.toMatchObject({ code: 'request.rate-limited' });
});
