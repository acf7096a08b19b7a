import { blobErrors } from '@tutti/blob-store';
import { importErrors, type ReportCode } from '@tutti/contracts/datasets';
import { isUnavailable } from '@tutti/database';
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

/**
 * What an error means for an import: it ends as failed; or undefined, to be tried again, where what it needs is away for a
 * while. A full disk does not mend itself.
 */
export const outcomeOf = (error: unknown, tries: number): Outcome | undefined => {
  if (error instanceof DomainError) {
    const passes = error.kind === 'unavailable' && error.code !== blobErrors['blob.storage-full'].code;
    if (passes || error.code === 'aggregate.busy') return undefined;
    if (error.kind !== 'unexpected') return failed(error.code, error.message);
  }
  if (isUnavailable(error) || isLogAway(error) || tries < mostTries) return undefined;
  const { code, title } = importErrors['import.failed'];
  return failed(code, `${title}. The log of the service says more.`);
};
