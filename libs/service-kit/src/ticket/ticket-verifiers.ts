import type { Clock } from '@tutti/kernel';
import type { TokenRealm } from '../auth/access-token';
import type { TicketPrincipal } from '../auth/principal';
import { ArtifactTicketVerifier } from './artifact-ticket-verifier';
import type { TicketKeys } from './ticket-keys';
import { TicketVerifier } from './ticket-verifier';

/** By who bears the ticket. */
export type TicketVerifiers = Readonly<
  Record<TicketPrincipal['kind'], { verify(ticket: string): Promise<TicketPrincipal> }>
>;

export const ticketVerifiers = (keys: TicketKeys, realm: TokenRealm, clock: Clock): TicketVerifiers => ({
  trainer: new TicketVerifier(keys.job, realm, clock),
  artifact: new ArtifactTicketVerifier(keys.artifact, realm, clock),
});
