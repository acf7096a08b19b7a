import { commonErrors } from '@tutti/contracts/common';
import { identityErrors } from '@tutti/contracts/identity';
import { DomainError } from '@tutti/kernel';
import { isForMachines, type Access, type MachineAccess } from '../route/route-spec';
import type { Principal, UserPrincipal } from './principal';

export interface Demand {
  readonly permission: Access;
  /** The route serves to change the password itself. */
  readonly duringPasswordChange?: boolean | undefined;
}

interface PersonDemand extends Demand {
  readonly permission: Exclude<Access, 'public' | MachineAccess>;
}

const unauthenticated = (): DomainError =>
  new DomainError(commonErrors['request.unauthenticated'], { detail: 'Sign in first.' });

const authorisePerson = (
  principal: UserPrincipal,
  { permission, duringPasswordChange }: PersonDemand,
): void => {
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

/** The one policy, whatever the door: throws unless the principal meets the demand. */
export const authorise = (
  principal: Principal | undefined,
  { permission, duringPasswordChange }: Demand,
): void => {
  if (permission === 'public') return;
  if (isForMachines(permission)) {
    if (principal?.kind !== permission) throw unauthenticated();
    return;
  }
  if (principal?.kind !== 'user') throw unauthenticated();
  authorisePerson(principal, { permission, duringPasswordChange });
};
