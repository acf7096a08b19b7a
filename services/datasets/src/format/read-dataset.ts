import type { DatasetTask, ImportFormat, Split } from '@tutti/contracts/datasets';
import type { SourceBox, PictureSize } from './boxes';
import type { Report } from './report';

/** A class as a source tells it; `key` and `colour` only where Tutti wrote it. */
export interface SourceClass {
  /** What the source's labels refer to. */
  readonly sourceId: string;
  /** The number to keep. */
  readonly id: number;
  readonly name: string;
  readonly key?: string | undefined;
  readonly colour?: string | undefined;
}

export type SourceLabel =
  | { readonly kind: 'class'; readonly classId: string }
  | { readonly kind: 'boxes'; readonly boxes: readonly SourceBox[]; readonly declared?: PictureSize };

/** One picture of a source with what is said about it, before anybody has looked at its bytes. */
export interface SourcePicture {
  /** In the source. */
  readonly path: string;
  readonly fileName: string;
  readonly split?: Split;
  readonly sourceId?: string;
  readonly label?: SourceLabel;
}

/** A source understood by one reader. */
export interface SourceDataset {
  readonly format: ImportFormat;
  /** Absent for plain pictures. */
  readonly task?: DatasetTask;
  readonly classes: readonly SourceClass[];
  /** As often as one likes, each time in the same order; a picture whose labels cannot be read is reported, not given. */
  pictures(report: Report): AsyncIterable<SourcePicture>;
}
