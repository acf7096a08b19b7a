import { trainingErrors } from '@tutti/contracts/training';
import { type Clock, DomainError } from '@tutti/kernel';
import type { TokenRealm } from '../auth/access-token';
import type { ArtifactPrincipal } from '../auth/principal';
import { artifactTicketClaims, artifactTicketType } from './artifact-ticket';
import { TicketReader } from './signed-ticket';

const error = trainingErrors['model.ticket-invalid'];

const kind = {
  type: artifactTicketType,
  claims: artifactTicketClaims,
  error,
  expired: 'The ticket has expired. Ask for another, of the deployment, and go on.',
  foreign: 'It is no ticket for a model of this installation. Ask for one, of the deployment.',
};

/** Judges what devices fetch models with. */
export class ArtifactTicketVerifier {
  readonly #tickets;

  constructor(key: string, realm: TokenRealm, clock: Clock) {
    this.#tickets = new TicketReader(kind, key, { realm, clock });
  }

  /** Rejects with `model.ticket-invalid`. */
  async verify(ticket: string): Promise<ArtifactPrincipal> {
    const { sub: id, model: modelId, digest, exp } = await this.#tickets.read(ticket);
    return { kind: 'artifact', id, modelId, digest, expiresAt: new Date(exp * 1000) };
  }
}

/** A ticket is good for one model, and the artifact that it had. */
export const assertArtifactTicketOf = (
  model: { readonly id: string; readonly digest: string },
  { modelId, digest }: ArtifactPrincipal,
): void => {
  if (modelId !== model.id || digest !== model.digest)
    throw new DomainError(error, { detail: 'The ticket is of another model.' });
};
