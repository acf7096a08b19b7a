import { trainingErrors } from '@tutti/contracts/training';
import { type Clock, DomainError } from '@tutti/kernel';
import type { TokenRealm } from '../auth/access-token';
import type { TrainerPrincipal } from '../auth/principal';
import { TicketReader } from './signed-ticket';
import { ticketClaims, ticketType } from './ticket';

const error = trainingErrors['job.ticket-invalid'];

export const ticketRefused = (detail: string): DomainError => new DomainError(error, { detail });

const kind = {
  type: ticketType,
  claims: ticketClaims,
  error,
  expired: 'The ticket has expired: the time that the run may take is over. Forget the job.',
  foreign: 'It is not the ticket of a job of this installation. Send the one that came with the job.',
};

/** Judges the tickets of jobs. */
export class TicketVerifier {
  readonly #tickets;

  constructor(key: string, realm: TokenRealm, clock: Clock) {
    this.#tickets = new TicketReader(kind, key, { realm, clock });
  }

  /** Rejects with `job.ticket-invalid`. */
  async verify(ticket: string): Promise<TrainerPrincipal> {
    const { sub, data, model, exp } = await this.#tickets.read(ticket);
    return { kind: 'trainer', id: sub, data, currentModel: model, expiresAt: new Date(exp * 1000) };
  }
}

/** A ticket is good for its own run. */
export const assertTicketOf = (runId: string, { id }: TrainerPrincipal): void => {
  if (id !== runId) throw ticketRefused('The ticket is of another run.');
};
