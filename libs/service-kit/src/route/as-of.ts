import type { AsOf } from '@tutti/runtime';
import { z } from 'zod';

/** Query parameter of what can be shown as it was. */
export const asOfQuery = z
  .union([z.iso.datetime({ offset: true }), z.string().regex(/^\d{1,15}$/)], {
    error: 'must be a time like 2026-11-23T08:00:00Z or a position of the log',
  })
  .optional()
  .describe('As it was: at a time (RFC 3339) or at a position of the log');

export const parseAsOf = (text: string): AsOf =>
  /^\d+$/.test(text) ? { position: Number(text) } : { time: new Date(text) };
