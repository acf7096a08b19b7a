import { z } from 'zod';
import { language } from './shapes';

/** How bad it is. */
export const level = z.enum(['info', 'warning', 'error', 'critical']);
export type Level = z.infer<typeof level>;

const text = (length: number) => z.string().max(length);

/**
 * What is told to people, before it takes the form of a channel: a Teams card, a Slack message, a webhook's body. At
 * most 20 KiB as JSON.
 */
export const message = z
  .strictObject({
    /** Stable: whoever gets it twice knows that it is the same. */
    key: text(200),
    language,
    level,
    title: text(200),
    /** Plain text, no mark-up. */
    lead: text(1000).optional(),
    sections: z
      .array(
        z.strictObject({
          title: text(100).optional(),
          facts: z.array(z.strictObject({ name: text(100), value: text(300) })).max(30),
          /** Only where there is room; what falls away is told as a number. */
          lines: z.array(text(300)).max(50).optional(),
        }),
      )
      .max(20),
    links: z.array(z.strictObject({ title: text(64), path: text(512) })).max(4),
  })
  .refine((all) => JSON.stringify(all).length <= 20_480, 'must be at most 20 KiB');
export type Message = z.infer<typeof message>;
