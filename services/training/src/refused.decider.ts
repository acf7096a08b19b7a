import { trainingErrors } from '@tutti/contracts/training';
import { DomainError, type FieldFault } from '@tutti/kernel';

/** A refusal of this context. */
export const refused = (
  code: keyof typeof trainingErrors,
  detail: string,
  more: {
    readonly params?: Readonly<Record<string, unknown>>;
    readonly faults?: readonly FieldFault[];
  } = {},
): DomainError => new DomainError(trainingErrors[code], { detail, ...more });
