import { summaryErrors } from '@tutti/contracts/summary';
import { DomainError, type FieldFault } from '@tutti/kernel';

/** A refusal of this context. */
export const refused = (
  code: keyof typeof summaryErrors,
  detail: string,
  more: {
    readonly params?: Readonly<Record<string, unknown>>;
    readonly faults?: readonly FieldFault[];
  } = {},
): DomainError => new DomainError(summaryErrors[code], { detail, ...more });
