import { expect, test } from 'vitest';
import type { Cause } from '../tell/causes';
import { ParkedWatch, readLetter } from './parked-watch';

const idsOf = async (...letters: readonly object[]): Promise<number> => {
  const added: Cause[] = [];
  const add = async (causes: readonly Cause[]) => void added.push(...causes);
  await new ParkedWatch({ add }).store(
    letters.map((letter) => ({
      ...{ deviceId: '', receivedAt: new Date(0) },
      body: readLetter({ service: 'devices', process: 'device-list', error: 'x', failed: null, ...letter }),
    })),
  );
  return new Set(added.map(({ id }) => id)).size;
};
const at = (minute: number) => `2026-11-27T08:0${minute}:00.000Z`;

test('what halted is one cause, whichever replicas say so; further on it is another', async () => {
  const halted = { instanceId: null, position: 7 };
  expect(await idsOf({ ...halted, parkedAt: at(1) }, { ...halted, parkedAt: at(2) })).toBe(1);
  expect(await idsOf({ ...halted, parkedAt: at(1) }, { ...halted, position: 8, parkedAt: at(2) })).toBe(2);
});

test('what was parked, and what older code says, is told by its time', async () => {
  for (const instanceId of ['abc', null]) {
    expect(await idsOf({ instanceId, parkedAt: at(1) }, { instanceId, parkedAt: at(1) })).toBe(1);
    expect(await idsOf({ instanceId, parkedAt: at(1) }, { instanceId, parkedAt: at(2) })).toBe(2);
  }
});
