import type { Label, MissingClass, ReportLine } from '@tutti/contracts/datasets';
import type { InspectedPicture } from '@tutti/vision';
import type { Report } from '../format/report';
import type { NewPicture } from '../item/picture-intake';
import type { ImportJobRow } from './import-job.table';

/** One picture of a source, before anybody has looked at its bytes. */
export interface ImportPicture {
  /** The import goes on after it: at most 1024 characters. */
  readonly place: string;
  /** What the report calls it. */
  readonly where: string;
  readonly facts: Pick<NewPicture, 'fileName' | 'source' | 'split' | 'prediction'>;
  /** A `DomainError` of `leftOut` keeps this picture out; any other error ends or delays the import. */
  read(): Promise<Uint8Array>;
  /**
   * What the source says of the picture as it really is: undefined when nothing, `'left-out'` when the two do not belong
   * together, and the report says why. Absent where sources have no labels.
   */
  label?(seen: InspectedPicture, report: Report): Label | 'left-out' | undefined;
}

/**
 * A source of an import, opened. Opening reads whatever decides whether the import is refused, and throws a `DomainError`
 * when it is: nothing is stored until then.
 */
export interface ImportReader {
  /** For people; of archives. */
  readonly format?: string;
  /** Pictures in all, where that is known. */
  readonly total?: number;
  /** Classes that labels use and the label schema lacked. */
  readonly missing: readonly MissingClass[];
  /** What was found before the first picture. */
  readonly found: readonly ReportLine[];
  /** Those after a place (all for null), the same ones in the same order each time. */
  pictures(after: string | null): AsyncIterable<ImportPicture>;
  close(): Promise<void>;
}

/** Opens the source of an import. */
export type OpenReader = (job: ImportJobRow) => Promise<ImportReader>;
