import { dataReference, type DataReference } from '@tutti/contracts/training';
import { z } from 'zod';
import type { TokenRealm } from '../auth/access-token';
import { signTicket } from './signed-ticket';

export const ticketType = 'tutti-ticket+jwt';

export const ticketClaims = z.object({
  /** Of the run. */
  sub: z.uuid(),
  exp: z.number().int(),
  data: z.array(dataReference),
  model: z.string().nullable(),
});

/** What the bearer of a ticket may do: report on one run, and read what it learns from. */
export interface TicketContent {
  readonly runId: string;
  readonly data: readonly DataReference[];
  /** Digest of the artifact that the new model is compared with. */
  readonly currentModel: string | null;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** The ticket of a job, as `TicketVerifier` accepts it. */
export const mintTicket = (
  { runId, data, currentModel, issuedAt, expiresAt }: TicketContent,
  realm: TokenRealm,
  key: string,
): Promise<string> => {
  const claims = { data, model: currentModel };
  return signTicket({ type: ticketType, subject: runId, claims, issuedAt, expiresAt }, realm, key);
};
