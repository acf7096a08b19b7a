import { z } from 'zod';

/** Why an attempt came to nothing. `interrupted`: we stopped in the middle of it; it may have arrived. */
export const deliveryFailure = z.strictObject({
  code: z.enum([
    'refused',
    'unauthorised',
    'gone',
    'too-large',
    'throttled',
    'unavailable',
    'unreachable',
    'timeout',
    'interrupted',
    'forbidden-address',
    'channel-unset',
  ]),
  httpStatus: z.number().int().min(100).max(599).optional(),
  detail: z.string().max(512),
});
export type DeliveryFailure = z.infer<typeof deliveryFailure>;
