import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';

export const defaultPageSize = 50;
export const maxPageSize = 500;

/** Items per page: 50 when absent, at most 500 whatever is asked for; zero, negative or broken is refused. */
export const pageSizeOf = (asked: number | undefined): number => {
  if (asked === undefined) return defaultPageSize;
  if (Number.isInteger(asked) && asked > 0) return Math.min(asked, maxPageSize);
  const fault = { pointer: '/query/pageSize', detail: 'must be a whole number from 1' };
  throw new DomainError(commonErrors['request.invalid'], {
    detail: `pageSize ${fault.detail}; more than ${maxPageSize} counts as ${maxPageSize}.`,
    faults: [fault],
  });
};
