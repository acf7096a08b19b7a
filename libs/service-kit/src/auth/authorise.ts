import { commonErrors } from '@tutti/contracts/common';
import { identityErrors, type Permission } from '@tutti/contracts/identity';
import { DomainError } from '@tutti/kernel';
import type { UserPrincipal } from './principal';

export interface Demand {
  /** `signed-in` asks for any session. */
  readonly permission: Permission | 'signed-in';
  /** The route serves to change the password itself. */
  readonly duringPasswordChange?: boolean | undefined;
}

/** The one policy for people, whatever the door: throws unless the demand is met. */
export const authorise = (principal: UserPrincipal, { permission, duringPasswordChange }: Demand): void => {
  if (principal.mustChangePassword && duringPasswordChange !== true)
    throw new DomainError(identityErrors['identity.password-change-required'], {
      detail: 'Change the password first; until then this session can do nothing else.',
    });
  if (permission !== 'signed-in' && !principal.permissions.includes(permission))
    throw new DomainError(commonErrors['request.forbidden'], {
      detail: `This needs the permission ${permission}, which the role ${principal.role} does not have.`,
      params: { permission },
    });
};
