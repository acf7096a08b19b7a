import { DomainError } from '@tutti/kernel';
import { commonErrors } from '@tutti/contracts/common';
import type { Folded } from './aggregate-state';
import type { Handled } from './aggregates';

const idOf = (commandId: string): string => commandId.split(':', 1)[0] ?? commandId;

/**
 * The answer to a command that an aggregate has seen before; `undefined` for a new one. The same id with another
 * fingerprint is another request under a used key, and is refused.
 */
export const knownCommand = (
  folds: readonly Folded<unknown>[],
  commandId: string | undefined,
): Handled<unknown>[] | undefined => {
  if (commandId === undefined) return undefined;
  const id = idOf(commandId);
  const seen = folds.map(({ commandIds }) => commandIds.findLast(([known]) => idOf(known) === id));
  const found = seen.find((entry) => entry !== undefined);
  if (!found) return undefined;
  if (found[0] !== commandId) {
    throw new DomainError(commonErrors['request.idempotency-key-reused'], {
      detail: 'This Idempotency-Key was used with another request. Use a new key for a new request.',
    });
  }
  return folds.map((folded, index) => handled(folded, seen[index]?.[1] ?? folded.position));
};

/** Nothing was appended. */
export const handled = ({ version, state }: Folded<unknown>, position: number): Handled<unknown> => ({
  position,
  version,
  versionBefore: version,
  state,
  appended: false,
});
