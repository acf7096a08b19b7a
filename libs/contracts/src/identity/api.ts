import { z } from 'zod';
import { listOf, timestamp } from '../common';
import { role } from './roles';

export const userName = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[\p{L}\p{N}._@-]+$/u, 'may have letters, digits and . _ @ - only');

/** ASVS 5.0 6.2: length decides, no composition rules. */
export const newPassword = z.string().min(12).max(256);

export const user = z.object({
  id: z.string(),
  name: z.string(),
  role,
  disabled: z.boolean(),
  mustChangePassword: z.boolean(),
  createdAt: timestamp,
  lastSignedInAt: timestamp.nullable(),
  version: z.number().int(),
});
export type User = z.infer<typeof user>;
export const userList = listOf(user);

export const createUser = z.strictObject({
  name: userName,
  role,
  password: newPassword,
  mustChangePassword: z
    .boolean()
    .default(true)
    .describe('At the first sign-in, because somebody else chose it'),
});
export const changeUser = z.strictObject({ role: role.optional(), disabled: z.boolean().optional() });
export const changePassword = z.strictObject({ current: z.string().max(256), new: newPassword });

/** `POST /api/v1/sessions`; the refresh token travels in a cookie only. */
export const signIn = z.strictObject({
  name: z.string().min(1).max(64),
  password: z.string().min(1).max(256),
});
export const session = z.object({ accessToken: z.string(), expiresAt: timestamp, user });
export type Session = z.infer<typeof session>;
