import { z } from 'zod';
import { importFormat } from './sources';

/** `GET /datasets/{id}/export` */
export const exportQuery = z.strictObject({
  format: importFormat,
  version: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe('Number of a frozen version; the labels as they are now when absent'),
  lossy: z.stringbool().default(false).describe('Leave out what the format cannot hold, instead of refusing'),
});
export type ExportQuery = z.output<typeof exportQuery>;
