import { z } from 'zod';

export const role = z.enum(['admin', 'manager', 'user']);
export type Role = z.infer<typeof role>;
