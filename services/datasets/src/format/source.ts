import type { ReportCode } from '@tutti/contracts/datasets';

export interface SkippedFile {
  readonly name: string;
  readonly code: ReportCode;
}

/**
 * The files of an import, wherever they lie. Names are relative, with `/`, and lead nowhere else; a reader only ever
 * compares them, so that a path inside a data file cannot reach outside either.
 */
export interface FormatSource {
  readonly names: Iterable<string>;
  /** Left out before a reader saw them. */
  readonly skipped: readonly SkippedFile[];
  has(name: string): boolean;
  /** Throws a `DomainError` when there are more bytes. */
  read(name: string, maxBytes: number): Promise<Uint8Array>;
}
