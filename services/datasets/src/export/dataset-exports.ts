import { hash } from 'node:crypto';
import type { ExportQuery } from '@tutti/contracts/datasets';
import { subjectOf, type Aggregates } from '@tutti/event-store';
import { rowAsOf } from '@tutti/runtime';
import type { DatasetRow } from '../dataset/dataset-list.projection';
import { refused } from '../dataset/dataset-refusal.decider';
import { labelSchemaDecider, noSuchSchema } from '../label-schema/label-schema.decider';
import { labelSchemaListProjection } from '../label-schema/label-schema-list.projection';
import type { Projections } from '../open-projections';
import type { DatasetVersionRow } from '../version/dataset-version-list.projection';
import type { ManifestParts } from '../version/write-manifest';
import { exportArchive, type ArchiveOptions, type ExportArchive } from './export-archive';
import type { ExportContent } from './export-content';
import { writeListing } from './write-listing';

interface ExportParts extends ManifestParts {
  readonly aggregates: Aggregates;
  readonly projections: Pick<Projections, 'items'>;
}

/** Each holds about a kilobyte of every picture, and one picture. */
const atOnce = 8;
/** Raise it where the same content is written as other bytes. */
const revision = 1;

/** Names the bytes of an archive before they are made. */
export const exportTag = (
  { digest, classes }: ExportContent,
  { format, lossy }: Pick<ExportQuery, 'format' | 'lossy'>,
): string => hash('sha256', JSON.stringify([revision, format, lossy, digest, classes]));

/** Datasets as archives, of a frozen version or of what holds now. */
export class DatasetExports {
  #running = 0;

  constructor(private readonly parts: ExportParts) {}

  /** For ever the same. Colours are no part of a manifest: they are those of its moment. */
  async ofVersion({ task }: DatasetRow, version: DatasetVersionRow): Promise<ExportContent> {
    const { labelSchemaId, position, manifestDigest: digest } = version;
    const subject = subjectOf('datasets', 'label-schema', labelSchemaId);
    const schema = await rowAsOf(this.parts, labelSchemaListProjection, subject, { position });
    if (!schema) throw noSuchSchema();
    return { digest, task, classes: schema.classes.map(toClass) };
  }

  /** All that was acknowledged before. */
  async ofNow(dataset: DatasetRow): Promise<ExportContent> {
    const { aggregates, log, projections } = this.parts;
    await projections.items.waitFor(await log.lastPosition(['evt.datasets.item.*']));
    const { state } = await aggregates.load(labelSchemaDecider, dataset.labelSchemaId);
    if (state.status === 'initial') throw noSuchSchema();
    const { digest, task } = await writeListing(this.parts, dataset, state.classes);
    return { digest, task, classes: state.classes.map(toClass) };
  }

  /** Throws `export.too-many`, and what `exportArchive` does. */
  async archive(content: ExportContent, options: ArchiveOptions): Promise<ExportArchive> {
    if (this.#running >= atOnce)
      throw refused('export.too-many', `${atOnce} exports are running. Try again when one has ended.`, {
        params: { retryAfterSeconds: 30 },
      });
    this.#running += 1;
    const release = (): void => void (this.#running -= 1);
    try {
      const archive = await exportArchive(this.parts.blobs, content, options);
      archive.stream.once('close', release);
      return archive;
    } catch (error) {
      release();
      throw error;
    }
  }
}

const toClass = ({ key, id, name, colour }: ExportContent['classes'][number]) => ({
  key,
  id,
  name,
  ...(colour === undefined ? {} : { colour }),
});
