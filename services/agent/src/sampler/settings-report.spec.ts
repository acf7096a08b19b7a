import { expect, test } from 'vitest';
import { Backoff } from '../common/backoff';
import { SettingsReport } from './settings-report';

test('is repeated until the disk takes it, and made anew when settings change', async () => {
  const [ended, tries] = [new AbortController(), [] as boolean[]];
  let [isFull, told] = [true, Promise.withResolvers<void>()];
  const report = new SettingsReport(
    async () => {
      tries.push(!isFull);
      if (!isFull) told.resolve();
      // Room comes after the second try.
      isFull = tries.length < 2;
      return tries.at(-1) ?? false;
    },
    new Backoff(1, 1),
  );
  const running = report.run(ended.signal);
  await told.promise;
  expect(tries).toEqual([false, false, true]);
  told = Promise.withResolvers();
  report.changed();
  await told.promise;
  expect(tries).toEqual([false, false, true, true]);
  ended.abort();
  await running;
});
