import { formatErrors } from '@tutti/contracts/datasets';
import { DomainError } from '@tutti/kernel';
import type { Report } from './report';

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
