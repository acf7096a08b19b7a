import { z } from 'zod';
import type { Role } from './roles';

export const permission = z.enum([
  'devices:read',
  'devices:enrol',
  'devices:manage',
  'inferences:read',
  'datasets:read',
  'datasets:label',
  'datasets:manage',
  'training:read',
  'training:manage',
  'deployments:read',
  'deployments:manage',
  'summaries:read',
  'summaries:manage',
  'notifications:read',
  'channels:manage',
  'events:read',
  'users:read',
  'users:manage',
  'system:manage',
]);
export type Permission = z.infer<typeof permission>;

const reading: readonly Permission[] = [
  'devices:read',
  'inferences:read',
  'datasets:read',
  'training:read',
  'deployments:read',
  'summaries:read',
  'notifications:read',
  'events:read',
  'users:read',
];

const forAdmins: readonly Permission[] = ['users:manage', 'system:manage'];

/** Roles are presets over permissions (requirements 5.12). */
export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  admin: permission.options,
  manager: permission.options.filter((one) => !forAdmins.includes(one)),
  user: [...reading, 'devices:enrol', 'datasets:label'],
};
