import { permissionsOf, type Permission } from '@tutti/contracts/identity';
import { expect, test } from 'vitest';
import { sourcePath } from './source-path';

const mayAs = (role: 'admin' | 'manager') => (permission: Permission) =>
  permissionsOf[role].includes(permission);

test('a notification leads to what it is about', () => {
  const may = mayAs('manager');
  const device = { kind: 'device', id: 'd1', name: 'camera-1' } as const;
  expect(sourcePath({ code: 'connectivity.device-offline', source: device }, may)).toBe('/edges/d1');
  expect(sourcePath({ code: 'security.device-waits', source: device }, may)).toBe('/requests');
  const run = { kind: 'run', id: 'r1', name: 'parts' } as const;
  expect(sourcePath({ code: 'training.run-failed', source: run }, may)).toBe('/runs/r1');
});

test('to the system page it leads whoever may see that', () => {
  const source = { kind: 'process', id: 'training/run', name: 'run' } as const;
  expect(sourcePath({ code: 'system.process-parked', source }, mayAs('admin'))).toBe('/system');
  expect(sourcePath({ code: 'system.process-parked', source }, mayAs('manager'))).toBeUndefined();
});
