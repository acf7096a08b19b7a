import { z } from 'zod';

const textBlock = z.object({
  type: z.literal('TextBlock'),
  text: z.string(),
  style: z.string().optional(),
  size: z.string().optional(),
  weight: z.string().optional(),
  color: z.string().optional(),
  spacing: z.string().optional(),
  isSubtle: z.boolean().optional(),
  separator: z.boolean().optional(),
});
export type CardText = z.infer<typeof textBlock>;

const factSet = z.object({
  type: z.literal('FactSet'),
  facts: z.array(z.object({ title: z.string(), value: z.string() })),
});

/** What our cards are made of; a newer server may use more. */
const element = z.union([textBlock, factSet, z.object({ type: z.string() })]);
export type CardElement = z.infer<typeof element>;

const openUrl = z.object({ type: z.literal('Action.OpenUrl'), title: z.string(), url: z.httpUrl() });

/** The first card of a message for Teams. */
export const cardMessage = z
  .object({
    attachments: z
      .array(
        z.object({ content: z.object({ body: z.array(element), actions: z.array(openUrl).optional() }) }),
      )
      .min(1),
  })
  .transform(({ attachments }) => attachments[0]?.content ?? { body: [] });
