import { blobErrors } from '@tutti/blob-store';
import { importErrors, type ReportCode } from '@tutti/contracts/datasets';
import { isOverdue, isUnavailable } from '@tutti/database';
import { isLogAway } from '@tutti/event-store';
import { DomainError } from '@tutti/kernel';

/** What the work on an import came to, for the log and for people. */
export type Outcome =
  | { readonly kind: 'finished' | 'cancelled' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** Refusals that keep one picture out, and what the report calls them; the import goes on. */
const leftOut: Readonly<Record<string, ReportCode>> = {
  'item.picture-invalid': 'picture.invalid',
  'frame.picture-gone': 'picture.missing',
  'archive.file-corrupt': 'file.corrupt',
  'archive.file-too-large': 'file.too-large',
  'item.label-unfit': 'label.unfit',
  'item.box-outside': 'label.unfit',
  'item.class-unknown': 'label.unfit',
  'label-schema.class-retired': 'label.unfit',
};

export const leavesOut = (error: unknown): ReportCode | undefined =>
  error instanceof DomainError ? leftOut[error.code] : undefined;

/** The work may fail so often in a row for a reason that nobody foresaw, or end its process. */
export const mostTries = 5;

const longestMessage = 512;

const failed = (code: string, message: string): Outcome => ({
  kind: 'failed',
  code,
  message: message.toWellFormed().slice(0, longestMessage),
});

/** Where not even an error is left to tell of. */
export const deadly = failed(
  importErrors['import.failed'].code,
  `Whoever worked on it ended in the middle, ${mostTries} times at the same place. The log of the service says more.`,
);

/** What the work needs is away for a while, and nobody is to blame. A full disk does not mend itself. */
export const isPassing = (error: unknown): boolean => {
  if (error instanceof DomainError)
    return (
      error.code === 'aggregate.busy' ||
      (error.kind === 'unavailable' && error.code !== blobErrors['blob.storage-full'].code)
    );
  return isLogAway(error) || (isUnavailable(error) && !isOverdue(error));
};

/**
 * What an error means for an import: it ends as failed; or undefined, to be tried again, where it passes or where nobody
 * foresaw it, which is borne a few times in a row.
 */
export const outcomeOf = (error: unknown, unforeseen: number): Outcome | undefined => {
  if (isPassing(error)) return undefined;
  if (error instanceof DomainError && error.kind !== 'unexpected') return failed(error.code, error.message);
  if (unforeseen < mostTries) return undefined;
  if (isOverdue(error))
    return failed('database.overdue', 'The database took too long for its question. Choose fewer pictures.');
  const { code, title } = importErrors['import.failed'];
  return failed(code, `${title}. The log of the service says more.`);
};
