import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';

export const positionHeader = 'tutti-position';

/** A position from a header or a query parameter; 0 when absent. `name` is what the caller knows it by. */
export const parsePosition = (value: unknown, name = 'Tutti-Position'): number => {
  if (value === undefined) return 0;
  if (typeof value !== 'string' || !/^\d{1,15}$/.test(value))
    throw new DomainError(commonErrors['request.invalid'], {
      detail: `${name} must be a position of the log: a whole number.`,
    });
  return Number(value);
};
