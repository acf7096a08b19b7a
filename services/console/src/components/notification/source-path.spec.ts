import { expect, test } from 'vitest';
import { sourcePath } from './source-path';

test('a notification leads to what it is about', () => {
  const device = { kind: 'device', id: 'd1', name: 'camera-1' } as const;
  expect(sourcePath({ code: 'connectivity.device-offline', source: device })).toBe('/edges/d1');
  expect(sourcePath({ code: 'security.device-waits', source: device })).toBe('/requests');
  const run = { kind: 'run', id: 'r1', name: 'parts' } as const;
  expect(sourcePath({ code: 'training.run-failed', source: run })).toBe('/runs/r1');
});
