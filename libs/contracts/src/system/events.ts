import { z } from 'zod';
import { defineEvents, event } from '../common';

/** What operators say about the log itself, in the context of the service that wrote the commit. */
const skips = (context: string) =>
  defineEvents(context, 'skip', {
    /** Everybody passes over a commit that cannot be read. The id of the aggregate is its position. */
    CommitSkipped: event(
      z.strictObject({
        position: z.number().int().min(1),
        subject: z.string().max(256),
        reason: z.string().max(256).optional(),
      }),
    ),
  });

export const skipEvents = [
  skips('identity'),
  skips('devices'),
  skips('datasets'),
  skips('training'),
  skips('deployment'),
  skips('summary'),
] as const;
