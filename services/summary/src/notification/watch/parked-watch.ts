import { createHash } from 'node:crypto';
import type { NotificationCode } from '@tutti/contracts/summary';
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
  failed: z.object({ id: z.string() }).nullish(),
  goesOn: z.literal(true).optional(),
});
type Letter = z.infer<typeof letter>;

export const readLetter = (payload: unknown): Letter => letter.parse(payload);

/** A letter may come twice, and from each replica that sees where all of it halted, or what fails. */
const causeId = ({ service, process, instanceId, parkedAt, position, goesOn, failed }: Letter): string => {
  const moment = goesOn ? failed?.id : position;
  return createHash('sha256')
    .update(JSON.stringify([service, process, instanceId, moment ?? parkedAt]))
    .digest('hex');
};

const codeOf = ({ instanceId, goesOn }: Letter): NotificationCode => {
  if (instanceId === null) return 'system.projection-halted';
  return goesOn ? 'system.effect-failing' : 'system.process-parked';
};

const tellOf = (read: Letter): Tell => {
  const { service, process, instanceId: instance, parkedAt: at, error } = read;
  const source = { id: `${service}/${process}`, name: `${service}: ${process}` };
  return {
    type: 'Tell',
    code: codeOf(read),
    info: infoOf({ service, process, instance, error }),
    at,
    source,
  };
};

/** What waits for a person in any service, or does not get anywhere, by the dead letters that say so. */
export class ParkedWatch {
  constructor(private readonly causes: Pick<Causes, 'add'>) {}

  readonly store = (batch: readonly Received<Letter>[]): Promise<void> =>
    this.causes.add(batch.map(({ body }) => ({ id: causeId(body), tell: tellOf(body) })));
}
