import type { EventLog, TailBatch, TailOptions } from '@tutti/event-store';
import { describe, expect, it } from 'vitest';
import { added, append, memoryLog } from '../runtime.fixture';
import { readAhead } from './read-ahead';

const options = (changes: Partial<TailOptions> = {}): TailOptions => ({
  subjects: ['evt.test.>'],
  after: 0,
  signal: new AbortController().signal,
  maxBatch: 1,
  ...changes,
});

/** Notes which batches were asked for, and whether the tail came to its end. */
const watched = (log: EventLog, fails?: number) => {
  const seen = { asked: 0, ended: false };
  async function* tail(asked: TailOptions): AsyncGenerator<TailBatch> {
    try {
      for await (const batch of log.tail(asked)) {
        seen.asked += 1;
        if (seen.asked === fails) throw new Error('cannot be read');
        yield batch;
      }
    } finally {
      seen.ended = true;
    }
  }
  return { seen, log: { tail } as unknown as EventLog };
};

const three = async (): Promise<EventLog> => {
  const log = memoryLog();
  for (let n = 1; n <= 3; n += 1) await append(log, 'a', [added(n)]);
  return log;
};
const turn = (): Promise<void> => new Promise(setImmediate);

describe('readAhead', () => {
  it('reads the next batch while the one before is worked on, and no further', async () => {
    const { seen, log } = watched(await three());
    const asked: number[] = [];
    const positions: (number | undefined)[] = [];
    for await (const { commits, pending } of readAhead(log, options())) {
      await turn();
      positions.push(commits[0]?.position);
      asked.push(seen.asked);
      if (pending === 0) break;
    }
    expect([positions, asked]).toEqual([
      [1, 2, 3],
      [2, 3, 3],
    ]);
  });

  it('ends the tail when whoever reads leaves, though it waits for a commit', async () => {
    const { seen, log } = watched(await three());
    const work = async (): Promise<void> => {
      for await (const { pending } of readAhead(log, options())) if (pending === 0) throw new Error('no');
    };
    await expect(work()).rejects.toThrow('no');
    expect(seen.ended).toBe(true);
  });

  it('throws what the tail throws after all that stands before it', async () => {
    const { log } = watched(await three(), 3);
    const positions: (number | undefined)[] = [];
    const work = async (): Promise<void> => {
      for await (const { commits } of readAhead(log, options())) {
        await turn();
        positions.push(commits[0]?.position);
      }
    };
    await expect(work()).rejects.toThrow('cannot be read');
    expect(positions).toEqual([1, 2]);
  });

  it('ends with its signal', async () => {
    const { seen, log } = watched(await three());
    const stop = new AbortController();
    let last = 0;
    for await (const { commits, pending } of readAhead(log, options({ signal: stop.signal }))) {
      last = commits[0]?.position ?? 0;
      if (pending === 0) stop.abort();
    }
    expect([last, seen.ended]).toEqual([3, true]);
  });
});
