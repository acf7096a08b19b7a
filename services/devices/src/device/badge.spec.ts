import { DatabaseSync } from 'node:sqlite';
import { badge, connectivity, lifecycle, runtimeStatus, type Badge } from '@tutti/contracts/devices';
import { expect, test } from 'vitest';
import { badgeOf, badgeSql, type Axes } from './badge';

const table: readonly (readonly [Axes['lifecycle'], Axes['connectivity'], Axes['runtime'], Badge])[] = [
  ['requested', 'never', null, 'requested'],
  ['rejected', 'never', null, 'rejected'],
  ['retired', 'online', 'inferencing', 'retired'],
  ['suspended', 'online', 'inferencing', 'suspended'],
  ['registered', 'never', null, 'disconnected'],
  ['registered', 'offline', 'inferencing', 'disconnected'],
  ['registered', 'offline', 'error', 'disconnected'],
  ['registered', 'online', null, 'no-stream'],
  ['registered', 'online', 'error', 'error'],
  ['registered', 'stale', 'error', 'error'],
  ['registered', 'online', 'no_stream', 'no-stream'],
  ['registered', 'online', 'deploying', 'no-stream'],
  ['registered', 'online', 'ready', 'ready'],
  ['registered', 'stale', 'ready', 'ready'],
  ['registered', 'online', 'inferencing', 'inferencing'],
  ['registered', 'stale', 'inferencing', 'inferencing'],
];

test.each(table)('%s, %s, %s: %s', (life, connection, runtime, expected) => {
  expect(badgeOf({ lifecycle: life, connectivity: connection, runtime })).toBe(expected);
});

test('every badge can be borne', () => {
  expect(new Set(table.map(([, , , borne]) => borne))).toEqual(new Set(badge.options));
});

test('the database computes the same', () => {
  const database = new DatabaseSync(':memory:');
  const select = database.prepare(
    `SELECT ${badgeSql('l', 'c', 'r')} AS badge FROM (SELECT ? AS l, ? AS c, ? AS r)`,
  );
  for (const life of lifecycle.options)
    for (const connection of connectivity.options)
      for (const runtime of [...runtimeStatus.options, null])
        expect(select.get(life, connection, runtime)?.['badge']).toBe(
          badgeOf({ lifecycle: life, connectivity: connection, runtime }),
        );
  database.close();
});
