import type { Permission, Role } from '@tutti/contracts/identity';

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

export type Principal = UserPrincipal | DevicePrincipal;

/** As the log names it: `user:<id>`, `device:<id>`. */
export const authIdOf = (principal: Principal): string => `${principal.kind}:${principal.id}`;
