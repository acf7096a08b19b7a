import { hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { ExportQuery } from '@tutti/contracts/datasets';
import { subjectOf, type Aggregates } from '@tutti/event-store';
import type { DomainError } from '@tutti/kernel';
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
const ownAtOnce = 2;
/** Raise it where the same content is written as other bytes. */
const revision = 1;

/** Names the bytes of an archive before they are made. */
export const exportTag = (
  { digest, classes }: ExportContent,
  { format, lossy }: Pick<ExportQuery, 'format' | 'lossy'>,
): string => hash('sha256', JSON.stringify([revision, format, lossy, digest, classes]));

/** Datasets as archives, of a frozen version or of what holds now. */
export class DatasetExports {
  /** Who has a place; some have two. */
  readonly #running: string[] = [];

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
  async ofNow(dataset: DatasetRow, signal: AbortSignal): Promise<ExportContent> {
    const { aggregates, log, projections } = this.parts;
    await projections.items.waitFor(await log.lastPosition(['evt.datasets.item.*']));
    const { state } = await aggregates.load(labelSchemaDecider, dataset.labelSchemaId);
    if (state.status === 'initial') throw noSuchSchema();
    const { digest, task } = await writeListing(this.parts, dataset, { classes: state.classes, signal });
    return { digest, task, classes: state.classes.map(toClass) };
  }

  /** Throws what `exportArchive` does. */
  archive(content: ExportContent, options: ArchiveOptions): Promise<ExportArchive> {
    return exportArchive(this.parts.blobs, content, options);
  }

  /**
   * Does all the work of an export in one of the few places, which the stream that comes of it keeps until it is closed.
   * Throws `export.too-many`.
   */
  async inPlace<Made extends { readonly body: Readable }>(
    who: string,
    work: () => Promise<Made>,
  ): Promise<Made> {
    if (this.#running.length >= atOnce) throw tooMany(`${atOnce} exports are running.`);
    if (this.#running.filter((other) => other === who).length >= ownAtOnce)
      throw tooMany(`You have ${ownAtOnce} exports running.`);
    this.#running.push(who);
    const leave = (): void => void this.#running.splice(this.#running.indexOf(who), 1);
    try {
      const made = await work();
      made.body.once('close', leave);
      return made;
    } catch (error) {
      leave();
      throw error;
    }
  }
}

const tooMany = (detail: string): DomainError =>
  refused('export.too-many', `${detail} Try again when one has ended.`, {
    params: { retryAfterSeconds: 30 },
  });

const toClass = ({ key, id, name, colour }: ExportContent['classes'][number]) => ({
  key,
  id,
  name,
  ...(colour === undefined ? {} : { colour }),
});
