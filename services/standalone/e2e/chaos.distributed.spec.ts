import { expect, it } from 'vitest';
import { readable, runChaos } from '../chaos/run-chaos';

/** The same faults in every run; `npm run chaos` takes others, and longer. */
const seed = 20_261;

it('whatever is killed or paused at any time, every promise is kept', async () => {
  const report = await runChaos({ seed, seconds: 40, onProgress: () => undefined });
  expect(report.broken, readable(report)).toEqual([]);
  expect(report.faults.length).toBeGreaterThan(5);
  expect(report.counts['acknowledged']).toBeGreaterThan(20);
  expect(report.counts['of them won']).toBeGreaterThan(5);
});
