import type { Permission, Role } from '@tutti/contracts/identity';
import type { DataReference } from '@tutti/contracts/training';

/** A person with a session. */
export interface UserPrincipal {
  readonly kind: 'user';
  readonly id: string;
  readonly role: Role;
  readonly permissions: readonly Permission[];
  readonly mustChangePassword: boolean;
  /** When the access token ends; streams end with it. */
  readonly expiresAt: Date;
}

/** A device that signed this very request. */
export interface DevicePrincipal {
  readonly kind: 'device';
  readonly id: string;
  /** The nkey that signed. */
  readonly publicKey: string;
  /** sha256 (hex) and size of the body that the device announced and signed. The kit refuses other bytes. */
  readonly body: { readonly sha256: string; readonly size: number };
}

/** A trainer at work: what the ticket of its job allows, and nothing else. */
export interface TrainerPrincipal {
  readonly kind: 'trainer';
  /** Of the run. */
  readonly id: string;
  /** Versions of datasets that it may read. */
  readonly data: readonly DataReference[];
  /** Digest of the model that it may read, to compare with. */
  readonly currentModel: string | null;
  readonly expiresAt: Date;
}

/** A device that fetches a model with the ticket of its deployment: this one artifact and its signature, nothing else. */
export interface ArtifactPrincipal {
  readonly kind: 'artifact';
  /** Of the device. */
  readonly id: string;
  readonly modelId: string;
  /** Of the artifact. */
  readonly digest: string;
  readonly expiresAt: Date;
}

/** Those who bear a ticket and are known by nothing else. */
export type TicketPrincipal = TrainerPrincipal | ArtifactPrincipal;

export type Principal = UserPrincipal | DevicePrincipal | TicketPrincipal;

/** As the log names it: `user:<id>`, `device:<id>`, `trainer:<id of the run>`. */
export const authIdOf = (principal: Principal): string => `${principal.kind}:${principal.id}`;
