import { z } from 'zod';
import type { Role } from './roles';

export const permission = z.enum([
  'devices:read',
  'devices:enrol',
  'devices:manage',
  'inferences:read',
  'events:read',
  'users:read',
  'users:manage',
]);
export type Permission = z.infer<typeof permission>;

const reading: readonly Permission[] = ['devices:read', 'inferences:read', 'events:read', 'users:read'];

/** Roles are presets over permissions (requirements 5.12). */
export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  admin: permission.options,
  manager: permission.options.filter((one) => one !== 'users:manage'),
  user: [...reading, 'devices:enrol'],
};
