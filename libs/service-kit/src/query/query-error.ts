import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';

/** `query.invalid` with the character (from 1) that it points at. */
export const queryError = (position: number, reason: string): DomainError =>
  new DomainError(commonErrors['query.invalid'], {
    detail: `${reason} (at character ${position} of the filter)`,
    params: { position },
    faults: [{ pointer: '/query/q', detail: `${reason} (at character ${position})` }],
  });
