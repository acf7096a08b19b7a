import { createHash } from 'node:crypto';
import type { Received } from '@tutti/runtime';
import { z } from 'zod';
import type { Causes } from '../tell/causes';
import { infoOf, type Tell } from '../tell/tell.process';

const letter = z.object({
  service: z.string(),
  process: z.string(),
  instanceId: z.string().nullable(),
  parkedAt: z.iso.datetime(),
  position: z.number().optional(),
  error: z.string(),
});
type Letter = z.infer<typeof letter>;

export const readLetter = (payload: unknown): Letter => letter.parse(payload);

/** A letter may come twice, and from each replica that sees where all of it halted. */
const causeId = ({ service, process, instanceId, parkedAt, position }: Letter): string =>
  createHash('sha256')
    .update(JSON.stringify([service, process, instanceId, position ?? parkedAt]))
    .digest('hex');

const tellOf = ({ service, process, instanceId: instance, parkedAt: at, error }: Letter): Tell => ({
  type: 'Tell',
  ...(instance === null
    ? { code: 'system.projection-halted', info: infoOf({ service, process, error }) }
    : { code: 'system.process-parked', info: infoOf({ service, process, instance, error }) }),
  ...{ at, source: { id: `${service}/${process}`, name: `${service}: ${process}` } },
});

/** What waits for a person in any service, by the dead letters that say so. */
export class ParkedWatch {
  constructor(private readonly causes: Pick<Causes, 'add'>) {}

  readonly store = (batch: readonly Received<Letter>[]): Promise<void> =>
    this.causes.add(batch.map(({ body }) => ({ id: causeId(body), tell: tellOf(body) })));
}
