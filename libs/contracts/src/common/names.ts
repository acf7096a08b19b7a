import { z } from 'zod';
import { defineEvents, event, type EventOf } from './events';

/**
 * A mutable unique name is a claim: an aggregate of its own, `evt.<context>.name.<hash>`, written together with the
 * aggregate that bears the name. The name itself is not in the event.
 */
export const nameEvents = <Context extends string>(context: Context) =>
  defineEvents(context, 'name', {
    NameClaimed: event(z.strictObject({ owner: z.string().max(128) })),
    NameReleased: event(z.strictObject({ owner: z.string().max(128) })),
  });

export type NameEvent = EventOf<ReturnType<typeof nameEvents>>;
