import type { DatasetVersion } from '@tutti/contracts/datasets';
import { liveRows } from '@tutti/runtime';
import {
  listPage,
  type ListQuery,
  type ListSpec,
  type PageTokens,
  type References,
} from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import { refused } from '../dataset/dataset-refusal.decider';
import { datasetListTable } from '../dataset/dataset-list.table';
import type { Projections } from '../open-projections';
import { datasetVersionListProjection, type DatasetVersionRow } from './dataset-version-list.projection';
import { datasetVersionListTable } from './dataset-version-list.table';

const number = { column: 'row.number', value: (row: DatasetVersionRow) => row.number };

const spec: ListSpec<DatasetVersionRow> = {
  name: 'dataset-versions',
  fields: {
    number: { type: 'number', column: 'row.number' },
    digest: { type: 'string', column: 'row.digest' },
    note: { type: 'string', column: 'row.note' },
    frozenAt: { type: 'time', column: 'row.frozenAt', encode: (time) => time.getTime() },
  },
  sorts: { number },
  defaultSort: [{ ...number, direction: 'DESC' }],
  unique: { column: 'row.id', value: ({ id }) => id, direction: 'ASC' },
};

export const toDatasetVersion = (row: DatasetVersionRow): DatasetVersion => {
  const { id: _, datasetId: __, commitPosition: ___, manifestDigest, manifestBytes, ...shown } = row;
  return {
    ...shown,
    manifest: { digest: manifestDigest, bytes: manifestBytes },
    frozenAt: new Date(row.frozenAt).toISOString(),
  };
};

export const noSuchVersion = (): Error =>
  refused('dataset-version.not-found', 'The dataset has no version of this number.');

export class DatasetVersionView {
  constructor(
    private readonly database: DataSource,
    private readonly projections: Pick<Projections, 'versions'>,
  ) {}

  async page(datasetId: string, query: ListQuery, position: number, tokens: PageTokens) {
    await this.projections.versions.waitFor(position);
    const { items, nextPageToken } = await listPage(this.#of(datasetId), spec, query, {
      tokens,
      scope: [datasetId],
    });
    return { items: items.map(toDatasetVersion), nextPageToken };
  }

  async find(datasetId: string, wanted: number, position: number): Promise<DatasetVersionRow | undefined> {
    await this.projections.versions.waitFor(position);
    return (await this.#of(datasetId).andWhere('row.number = :wanted', { wanted }).getOne()) ?? undefined;
  }

  /** The one that a command made, or that it found to be there already. */
  async made(datasetId: string, digest: string, position: number): Promise<DatasetVersionRow | undefined> {
    await this.projections.versions.waitFor(position);
    return (
      (await this.#of(datasetId).andWhere('row.digest = :digest', { digest }).getOne()) ??
      (await this.#of(datasetId).andWhere('row.commitPosition = :position', { position }).getOne()) ??
      undefined
    );
  }

  #of(datasetId: string) {
    return liveRows(this.database, datasetVersionListTable, datasetVersionListProjection).andWhere(
      'row.datasetId = :datasetId',
      { datasetId },
    );
  }
}

/** Manifests of versions whose dataset was not deleted. */
export const manifestReferences =
  (database: DataSource): References =>
  async (digests) => {
    const rows: readonly { readonly digest: string }[] = await liveRows(
      database,
      datasetVersionListTable,
      datasetVersionListProjection,
    )
      .select('row.manifestDigest', 'digest')
      .innerJoin(
        datasetListTable.options.name,
        'dataset',
        "dataset.id = row.datasetId AND dataset.status <> 'purged'",
      )
      .andWhere('row.manifestDigest IN (:...digests)', { digests })
      .getRawMany();
    return rows.map(({ digest }) => digest);
  };
