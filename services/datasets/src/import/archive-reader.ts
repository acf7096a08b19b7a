import type { BlobStore } from '@tutti/blob-store';
import type { ImportSource, Label, ReportLine } from '@tutti/contracts/datasets';
import type { InspectedPicture } from '@tutti/vision';
import { readingAhead } from '../archive/read-ahead';
import { ZipArchive } from '../archive/zip-reader';
import { prepareImport, type PreparedImport } from '../format/prepare-import';
import type { SourcePicture } from '../format/read-dataset';
import type { Report } from '../format/report';
import { maxItemBytes } from '@tutti/contracts/datasets';
import type { LabelRules } from '../item/label-rules.decider';
import { openBlobAccess } from './blob-access';
import type { ImportPicture, ImportReader } from './import-reader';

type ArchiveSource = Extract<ImportSource, { readonly kind: 'archive' }>;

interface ArchiveParts {
  readonly blobs: BlobStore;
  readonly importId: string;
  readonly source: ArchiveSource;
  /** Of the dataset, now. */
  readonly rules: LabelRules;
}

/** A zip of the blob store, read where it lies. Reads its directory and all labels. */
export class ArchiveReader implements ImportReader {
  private constructor(
    private readonly importId: string,
    private readonly archive: ZipArchive,
    private readonly prepared: PreparedImport,
  ) {}

  /** Throws a `DomainError` of `archiveErrors`, `formatErrors`, `import.archive-gone`. */
  static async open({ blobs, importId, source, rules }: ArchiveParts): Promise<ArchiveReader> {
    const { digest = '', format, lossy = false, newClasses } = source;
    const archive = await ZipArchive.of(readingAhead(await openBlobAccess(blobs, digest)));
    try {
      const prepared = await prepareImport(archive, {
        ...(format === undefined ? {} : { format }),
        lossy,
        task: rules.task,
        schema: rules.classes
          .filter(({ retired }) => !retired)
          .map(({ key, name }, id) => ({ key, name, id })),
        addClasses: newClasses === 'add',
        takenKeys: rules.classes.map(({ key }) => key),
      });
      return new ArchiveReader(importId, archive, prepared);
    } catch (error) {
      await archive.close();
      throw error;
    }
  }

  get format(): string {
    return this.prepared.format;
  }

  get total(): number {
    return this.prepared.pictureCount;
  }

  get missing() {
    return this.prepared.missing;
  }

  get found(): readonly ReportLine[] {
    return this.prepared.report.lines;
  }

  async *pictures(after: string | null): AsyncGenerator<ImportPicture> {
    const from = after === null ? 0 : Number(after) + 1;
    let place = 0;
    for await (const picture of this.prepared.pictures()) {
      if (place >= from) yield this.#picture(picture, String(place));
      place += 1;
    }
  }

  close(): Promise<void> {
    return this.archive.close();
  }

  #picture(picture: SourcePicture, place: string): ImportPicture {
    const { path, fileName, split, sourceId = path } = picture;
    return {
      place,
      where: path,
      facts: {
        fileName,
        source: { kind: 'archive', importId: this.importId, sourceId: sourceId.slice(-512) },
        ...(split === undefined ? {} : { split }),
      },
      read: () => this.archive.read(path, maxItemBytes),
      label: (seen: InspectedPicture, report: Report): Label | 'left-out' | undefined => {
        const placed = this.prepared.label(picture, seen, report);
        return placed === undefined ? 'left-out' : placed.label;
      },
    };
  }
}
