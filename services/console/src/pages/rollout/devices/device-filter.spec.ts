import { expect, test } from 'vitest';
import { queryOf } from './device-filter';

const all = { which: 'all', group: '', code: '' };

test('what is chosen is asked of the server', () => {
  expect(queryOf('r1', all)).toBe('rolloutId==r1');
  expect(queryOf('r1', { ...all, which: 'failed', group: '1' })).toBe(
    'rolloutId==r1;status=in=(rolled-back,failed,timed-out);group==1',
  );
  expect(queryOf('r1', { ...all, which: 'succeeded' })).toContain('already-installed');
  expect(queryOf('r1', { ...all, code: 'disk.full' })).toBe('rolloutId==r1;failure=="disk.full"');
});

test('what an address says wrongly is not asked for', () => {
  expect(queryOf('r1', { which: 'nonsense', group: '1;x==y', code: '' })).toBe('rolloutId==r1');
});
