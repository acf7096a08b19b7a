import { expect, it } from 'vitest';
import { backboneSource, readBackboneSource, verified } from './backbone-source';

it('finds the pinned network in the installed package, and refuses one changed byte', async () => {
  const bytes = await readBackboneSource();
  expect(bytes).toHaveLength(9_987_728);
  bytes[5_000_000] = (bytes[5_000_000] ?? 0) ^ 1;
  expect(() => verified(bytes)).toThrow(`expected ${backboneSource.sha256}`);
});
