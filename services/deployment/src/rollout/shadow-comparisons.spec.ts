import type { ShadowComparison } from '@tutti/contracts/deployment';
import { expect, test } from 'vitest';
import { comparison } from '../device-deployment/device-deployment.fixture';
import { rolloutId } from './rollout.fixture';
import { ShadowComparisons } from './shadow-comparisons';
import { shadowTotals } from './shadow-totals';

const another = '0199c9a0-0000-7000-8000-0000000000ff';

/** Devices that have said how their shadow did, and how often that was read. */
const devices = () => {
  const said: ShadowComparison[] = [comparison];
  const reads: string[] = [];
  let isAway = false;
  const comparisons = new ShadowComparisons((id) => {
    reads.push(id);
    return isAway ? Promise.reject(new Error('away')) : Promise.resolve([...said]);
  });
  return { said, reads, comparisons, goesAway: (away: boolean) => (isAway = away) };
};

test('what devices said is read once, however often people look, until another one has said something', async () => {
  const { said, reads, comparisons } = devices();
  for (let look = 0; look < 3; look++)
    expect(await comparisons.of(rolloutId, 1)).toEqual(shadowTotals([comparison]));
  expect(reads).toEqual([rolloutId]);
  said.push({ ...comparison, frames: 30 });
  expect(await comparisons.of(rolloutId, 2)).toMatchObject({ frames: 40 });
  await comparisons.of(another, 2);
  expect(reads).toEqual([rolloutId, rolloutId, another]);
});

test('what could not be read is read again', async () => {
  const { reads, comparisons, goesAway } = devices();
  goesAway(true);
  await expect(comparisons.of(rolloutId, 1)).rejects.toThrow('away');
  goesAway(false);
  await expect(comparisons.of(rolloutId, 1)).resolves.toMatchObject({ frames: 10 });
  expect(reads).toHaveLength(2);
});

test('few are kept of many', async () => {
  const { reads, comparisons } = devices();
  for (let n = 0; n < 300; n++) await comparisons.of(`rollout ${n}`, 1);
  await comparisons.of('rollout 299', 1);
  expect(reads).toHaveLength(300);
  await comparisons.of('rollout 0', 1);
  expect(reads).toHaveLength(301);
});
