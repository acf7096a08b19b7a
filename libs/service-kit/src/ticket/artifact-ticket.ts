import { deviceId } from '@tutti/contracts/devices';
import { sha256 } from '@tutti/contracts/training';
import { z } from 'zod';
import type { TokenRealm } from '../auth/access-token';
import { signTicket } from './signed-ticket';

export const artifactTicketType = 'tutti-artifact-ticket+jwt';

/** Long enough to begin with, short enough to be worth nothing when it is found: a device that needs longer asks again. */
const lifeMs = 15 * 60_000;

export const artifactTicketClaims = z.object({
  /** Of the device. */
  sub: deviceId,
  exp: z.number().int(),
  model: z.uuid(),
  digest: sha256,
});

/** What the bearer may fetch: one model's artifact and its signature, nothing else. */
export interface ArtifactTicketContent {
  readonly deviceId: string;
  readonly modelId: string;
  /** Of the artifact. */
  readonly digest: string;
  readonly issuedAt: Date;
}

export interface ArtifactTicket {
  readonly ticket: string;
  readonly expiresAt: Date;
}

/** A device's ticket for a model, as `ArtifactTicketVerifier` accepts it, for a quarter of an hour. `key`: `ticketKeysOf(…).artifact`. */
export const mintArtifactTicket = async (
  { deviceId: subject, modelId, digest, issuedAt }: ArtifactTicketContent,
  realm: TokenRealm,
  key: string,
): Promise<ArtifactTicket> => {
  const expiresAt = new Date(issuedAt.getTime() + lifeMs);
  const claims = { model: modelId, digest };
  const ticket = await signTicket(
    { type: artifactTicketType, subject, claims, issuedAt, expiresAt },
    realm,
    key,
  );
  return { ticket, expiresAt };
};
