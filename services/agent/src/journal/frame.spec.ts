import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JournalRecord, decodeFrame, encodeFrame, recordKinds } from './frame';

const record = fc.record({
  kind: fc.constantFrom(...recordKinds),
  at: fc.integer({ min: 0, max: 4e12 }),
  json: fc.string({ maxLength: 300 }).map((text) => Buffer.from(text)),
});

const readAll = (bytes: Buffer): JournalRecord[] => {
  const all: JournalRecord[] = [];
  for (let frame = decodeFrame(bytes, 0); frame !== undefined; frame = decodeFrame(bytes, frame.end))
    all.push({ kind: frame.kind, at: frame.at, json: Buffer.from(frame.json) });
  return all;
};

describe('journal frames', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(fc.array(record), (records) => {
        expect(readAll(Buffer.concat(records.map(encodeFrame)))).toEqual(records);
      }),
    );
  });

  it('cut anywhere, give only whole entries', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1 }), fc.nat(), (records, at) => {
        const bytes = Buffer.concat(records.map(encodeFrame));
        const cut = at % bytes.length;
        const read = readAll(bytes.subarray(0, cut));
        expect(read).toEqual(records.slice(0, read.length));
        expect(read.length).toBeLessThan(records.length);
      }),
    );
  });

  it('with one bit flipped, are never read as something else', () => {
    fc.assert(
      fc.property(record, fc.nat(), (one, at) => {
        const bytes = encodeFrame(one);
        const bit = at % (bytes.length * 8);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(readAll(bytes)).toEqual([]);
      }),
    );
  });

  it('are not found in zeros, which is what some file systems leave after a power cut', () => {
    expect(decodeFrame(Buffer.alloc(4096), 0)).toBeUndefined();
  });
});
