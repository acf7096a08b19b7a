import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Journal } from '../journal/journal';
import { until } from '../testing/until';
import { drain, telemetryMessage } from './drain';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tutti-drain-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const openJournal = async (): Promise<Journal> =>
  Journal.open({
    folder: await mkdtemp(join(root, 'journal-')),
    maxBytes: 1 << 24,
    maxAgeMs: 1e12,
    onTrouble: (trouble) => expect.fail(trouble.message),
  });

/** What becomes of a message: it arrives, it is lost, or it arrives and its acknowledgement is lost. */
const fate = fc.constantFrom('arrives', 'lost', 'unacknowledged');

describe('draining the journal', () => {
  it('delivers every entry at least once and forgets none, whatever happens to the messages', async () => {
    const rounds = fc.array(fc.record({ append: fc.nat(700), fates: fc.array(fate, { maxLength: 3 }) }), {
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(rounds, async (plan) => {
        const journal = await openJournal();
        const stop = new AbortController();
        const fates = plan.flatMap((round) => round.fates);
        const arrived = new Map<number, number>();
        const publish = async (_kind: string, payload: Buffer): Promise<void> => {
          const happens = fates.shift() ?? 'arrives';
          if (happens === 'lost') throw new Error('lost');
          const { entries } = JSON.parse(payload.toString()) as { entries: { seq: number; n: number }[] };
          for (const { seq, n } of entries) {
            expect(arrived.get(seq) ?? n).toBe(n);
            arrived.set(seq, n);
          }
          if (happens === 'unacknowledged') throw new Error('acknowledgement lost');
        };
        const draining = drain({
          journal,
          publish,
          onFailure: () => undefined,
          signal: stop.signal,
          retryMs: [1, 2],
        });
        let appended = 0;
        for (const { append } of plan)
          await Promise.all(
            Array.from({ length: append }, () => journal.append('inference', 0, { n: appended++ })),
          );
        await until('the journal is empty', () => journal.stats().entries === 0).finally(() => stop.abort());
        await draining;
        await journal.close();
        expect(arrived.size).toBe(appended);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it('puts messages together without parsing their entries', () => {
    const message = telemetryMessage('j-1', [Buffer.from('{"seq":1}'), Buffer.from('{"seq":2}')]);
    expect(JSON.parse(message.toString())).toEqual({ journal: 'j-1', entries: [{ seq: 1 }, { seq: 2 }] });
  });
});
