import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';

export const positionHeader = 'tutti-position';

/** A position from a header or a query parameter; 0 when absent. */
export const parsePosition = (value: unknown): number => {
  if (value === undefined) return 0;
  if (typeof value !== 'string' || !/^\d{1,15}$/.test(value))
    throw new DomainError(commonErrors['request.invalid'], {
      detail: 'Tutti-Position must be the number that a command answered with.',
    });
  return Number(value);
};
