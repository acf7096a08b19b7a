import { deploymentErrors } from '@tutti/contracts/deployment';
import { DomainError, type FieldFault } from '@tutti/kernel';

/** A refusal of this context. */
export const refused = (
  code: keyof typeof deploymentErrors,
  detail: string,
  more: {
    readonly params?: Readonly<Record<string, unknown>>;
    readonly faults?: readonly FieldFault[];
  } = {},
): DomainError => new DomainError(deploymentErrors[code], { detail, ...more });
