import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';
import { expect, test } from 'vitest';
import { waitForReaders } from './wait-for-readers';

const failing = (error: Error) => ({ waitFor: () => Promise.reject(error) });
const behind = failing(new DomainError(commonErrors['projection.behind'], { detail: 'run-tally' }));
const reading = () => {
  const asked: number[] = [];
  return { asked, waitFor: async (position: number) => void asked.push(position) };
};

test('a read model that is behind is waited for, unless people have waited long enough', async () => {
  const other = reading();
  await expect(waitForReaders([behind, other], 7, false)).rejects.toMatchObject({
    code: 'projection.behind',
  });
  await waitForReaders([behind, other], 7, true);
  expect(other.asked).toEqual([7]);
});

test('a database that is away is no read model that is behind', async () => {
  await expect(waitForReaders([failing(new Error('away'))], 7, true)).rejects.toThrow('away');
});
