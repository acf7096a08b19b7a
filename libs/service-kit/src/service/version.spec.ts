import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { productVersion } from './version';

test('the version that services tell is the one that is published', async () => {
  const published = await readFile(new URL('../../../../package.json', import.meta.url), 'utf8');
  expect((JSON.parse(published) as { version: string }).version).toBe(productVersion);
});
