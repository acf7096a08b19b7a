import { labelState, type ItemCounts, type LabelState } from '@tutti/contracts/datasets';
import { liveRows } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import { itemListProjection } from './item-list.projection';
import { itemListTable } from './item-list.table';

interface Counted {
  readonly datasetId: string;
  readonly state: LabelState;
  readonly count: number | string;
}

export const noItems: ItemCounts = {
  total: 0,
  states: { unlabelled: 0, labelled: 0, 'needs-relabel': 0, excluded: 0 },
};

/** Items by state, of each dataset that has any. Read from an index alone. */
export const countItems = async (
  database: DataSource,
  datasetIds: readonly string[],
): Promise<ReadonlyMap<string, ItemCounts>> => {
  if (datasetIds.length === 0) return new Map();
  const found: readonly Counted[] = await liveRows(database, itemListTable, itemListProjection)
    .select('row.datasetId', 'datasetId')
    .addSelect('row.state', 'state')
    .addSelect('COUNT(*)', 'count')
    .andWhere('row.datasetId IN (:...datasetIds)', { datasetIds })
    .groupBy('row.datasetId')
    .addGroupBy('row.state')
    .getRawMany();
  const counts = new Map<string, ItemCounts>();
  for (const { datasetId, state, count } of found) {
    const before = counts.get(datasetId) ?? noItems;
    const states = { ...before.states, [labelState.parse(state)]: Number(count) };
    counts.set(datasetId, { total: before.total + Number(count), states });
  }
  return counts;
};
