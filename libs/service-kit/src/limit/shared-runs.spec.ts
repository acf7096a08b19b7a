import { expect, test } from 'vitest';
import { sharedRuns } from './shared-runs';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('whoever asks during a run shares one run that begins after it', async () => {
  const ends: ((answer: string) => void)[] = [];
  const ask = sharedRuns(() => new Promise<string>((resolve) => ends.push(resolve)));
  const first = ask();
  await settled();
  const during = [ask(), ask(), ask()];
  await settled();
  expect(ends).toHaveLength(1);
  ends[0]?.('first');
  expect(await first).toBe('first');
  await settled();
  expect(ends).toHaveLength(2);
  ends[1]?.('second');
  expect(await Promise.all(during)).toEqual(['second', 'second', 'second']);
});

test('a run that fails tells those who wait for it, and no one else', async () => {
  let runs = 0;
  const ask = sharedRuns(async () => {
    runs += 1;
    await settled();
    if (runs === 1) throw new Error('the database is away');
    return runs;
  });
  const first = ask();
  const failed = expect(first).rejects.toThrow('away');
  await Promise.resolve();
  await Promise.resolve();
  const second = ask();
  await failed;
  expect(await second).toBe(2);
  expect(await ask()).toBe(3);
});
