import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { notificationCode } from '@tutti/contracts/summary';
import { expect, test } from 'vitest';
import { notificationKinds } from './notification-codes';

const guide = join(import.meta.dirname, '../../../../docs/guide/notifications.md');

test('the guide lists every code with its level and what it is about', () => {
  const listed = [
    ...readFileSync(guide, 'utf8').matchAll(/^\| `(\w+\.[\w-]+)` +\| ([\w-]+) +\| ([\w-]+) +\|/gm),
  ];
  expect(listed.map(([, code, level, source]) => [code, level, source])).toEqual(
    notificationCode.options.map((code) => {
      const { level, source } = notificationKinds[code];
      return [code, level, source];
    }),
  );
});
