import { z } from 'zod';

/** By http or https, also of a host that is known by its number alone. */
export const webAddress = z.url({ protocol: /^https?$/ });

export const count = z.number().int().min(0);
export const ratio = z.number().min(0).max(1);
export const seconds = z.number().min(0);
export const reason = z.string().trim().max(512).optional();

/** A day in the summary's time zone, `2026-11-27`. */
export const day = z.iso.date();
export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must look like 08:00');
/** Of what is written to people by others than the console. */
export const language = z.enum(['en', 'ko']);
export type Language = z.infer<typeof language>;

/** Name of an installation (`WORKSPACE`), as summary servers know it. */
export const workspaceName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/, 'may have letters, digits, _ . and -');
