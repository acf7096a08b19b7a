import { commonErrors } from '@tutti/contracts/common';
import { identityErrors } from '@tutti/contracts/identity';
import { DomainError } from '@tutti/kernel';
import type { Access } from '../route/route-spec';
import type { Principal } from './principal';

export interface Demand {
  readonly permission: Access;
  /** The route serves to change the password itself. */
  readonly duringPasswordChange?: boolean | undefined;
}

/** The one policy, whatever the door: throws unless the principal meets the demand. */
export const authorise = (
  principal: Principal | undefined,
  { permission, duringPasswordChange }: Demand,
): void => {
  if (permission === 'public') return;
  if (principal?.kind !== (permission === 'device' ? 'device' : 'user'))
    throw new DomainError(commonErrors['request.unauthenticated'], { detail: 'Sign in first.' });
  if (principal.kind === 'device' || permission === 'device') return;
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
