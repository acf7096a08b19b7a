import type { FilterField } from '@tutti/contracts/common';
import type { Item, LabelState } from '@tutti/contracts/datasets';
import { liveRows } from '@tutti/runtime';
import { describeFields, listPage, type ListQuery, type PageTokens } from '@tutti/service-kit';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type { DatasetRow } from '../dataset/dataset-list.projection';
import type { DatasetView } from '../dataset/dataset.view';
import type { Projections } from '../open-projections';
import { itemFields, itemListSpec } from './item-fields';
import { itemListProjection, type ItemRow } from './item-list.projection';
import { itemListTable } from './item-list.table';
import { toItem } from './to-item';

type OpenState = Extract<LabelState, 'unlabelled' | 'needs-relabel'>;
/** What must be made again comes before what nobody has made. */
const openStates: readonly OpenState[] = ['needs-relabel', 'unlabelled'];

export interface QueueQuery {
  readonly count: number;
  readonly state: OpenState | 'open';
}

export class ItemView {
  constructor(
    private readonly database: DataSource,
    private readonly projections: Pick<Projections, 'items'>,
    private readonly datasets: Pick<DatasetView, 'row'>,
  ) {}

  /** Items of a dataset whose data was deleted are gone with it. */
  async row(id: string, position: number): Promise<ItemRow | undefined> {
    await this.projections.items.waitFor(position);
    const row = await this.#rows().andWhere('row.id = :id', { id }).getOne();
    return row && (await this.datasets.row(row.datasetId, position)) ? row : undefined;
  }

  async find(id: string, position: number): Promise<Item | undefined> {
    const row = await this.row(id, position);
    return row && toItem(row);
  }

  async page({ id, task }: DatasetRow, query: ListQuery, position: number, tokens: PageTokens) {
    await this.projections.items.waitFor(position);
    const rows = this.#of(id);
    const { items, nextPageToken } = await listPage(rows, itemListSpec(task, query), query, {
      tokens,
      scope: [id],
    });
    return { items: items.map(toItem), nextPageToken };
  }

  fields({ task }: DatasetRow): FilterField[] {
    return describeFields(itemFields(task), []);
  }

  /** What to label next: the lowest score first. */
  async queue({ id }: DatasetRow, { count, state }: QueueQuery, position: number) {
    await this.projections.items.waitFor(position);
    const wanted = openStates.filter((one) => state === 'open' || state === one);
    const items: ItemRow[] = [];
    for (const one of wanted)
      if (items.length < count)
        items.push(
          ...(await this.#of(id)
            .andWhere('row.state = :one', { one })
            .orderBy('row.scoreOrder')
            .addOrderBy('row.id')
            .limit(count - items.length)
            .getMany()),
        );
    const left = await this.#of(id).andWhere('row.state IN (:...wanted)', { wanted }).getCount();
    return { items: items.map(toItem), left };
  }

  #of(datasetId: string): SelectQueryBuilder<ItemRow> {
    return this.#rows().andWhere('row.datasetId = :datasetId', { datasetId });
  }

  #rows() {
    return liveRows(this.database, itemListTable, itemListProjection);
  }
}
