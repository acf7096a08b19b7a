import { DomainError } from '@tutti/kernel';
import { defineErrors } from '@tutti/contracts/common';
import type { Report } from './report';

/** An import or export that is refused as a whole, before anything is stored. */
export const formatErrors = defineErrors({
  'format.unknown': ['unprocessable', 'No known format was found'],
  'format.ambiguous': ['unprocessable', 'More than one format was found'],
  'format.malformed': ['unprocessable', 'The data does not follow its format'],
  'format.lossy': ['unprocessable', 'Some of the labels cannot be kept'],
  'format.outside-schema': ['unprocessable', 'Some classes are not in the label schema'],
  'format.wrong-task': ['unprocessable', 'The format does not fit the task'],
  'format.too-large': ['too-large', 'The labels are too large'],
  'format.unsorted': ['unexpected', 'The items to export are not in order'],
});

export const malformed = (where: string, what: string, cause?: unknown): DomainError =>
  new DomainError(formatErrors['format.malformed'], {
    detail: `${where}: ${what}`,
    ...(cause === undefined ? {} : { cause }),
  });

/** Losses by kind, and how to go on. */
export function refuseLosses(report: Report, lossy: boolean): void {
  if (lossy || report.count('loss') === 0) return;
  const losses = report.lines.filter(({ severity }) => severity === 'loss');
  const list = losses.map(({ code, count }) => `${code.slice('loss.'.length)} (${count})`).join(', ');
  throw new DomainError(formatErrors['format.lossy'], {
    detail: `These cannot be kept: ${list}. Nothing was done. Ask again with lossy to go on without them.`,
    params: { report: report.lines },
  });
}
