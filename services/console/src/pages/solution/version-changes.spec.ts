import type { SolutionVersion } from '../../api/solutions';
import { expect, test } from 'vitest';
import { changesBetween } from './version-changes';

const version = (properties: Record<string, object>): SolutionVersion =>
  ({ version: 1, manifest: { parameters: { type: 'object', properties } } }) as unknown as SolutionVersion;

test('what a version adds, drops and gives another meaning is told by its parameters', () => {
  const before = version({ size: { type: 'integer', default: 1 }, old: { type: 'string' }, same: {} });
  const after = version({ size: { type: 'integer', default: 2 }, fresh: { type: 'boolean' }, same: {} });
  const changes = changesBetween(before, after);
  expect(changes.added.map(({ key }) => key)).toEqual(['fresh']);
  expect(changes.removed.map(({ key }) => key)).toEqual(['old']);
  expect(changes.changed.map(({ key }) => key)).toEqual(['size']);
});
