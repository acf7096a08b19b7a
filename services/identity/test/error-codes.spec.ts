import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { identityErrors } from '@tutti/contracts/identity';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const specs = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.spec.ts'))
  .map((path) => readFileSync(join(root, path), 'utf8'))
  .join('\n');

test.each(Object.keys(identityErrors))('%s is what some test is refused with', (code) => {
  expect(specs).toContain(`'${code}'`);
});
