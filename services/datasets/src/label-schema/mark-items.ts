import type { LabelState } from '@tutti/contracts/datasets';
import type { Aggregates } from '@tutti/event-store';
import { liveRows, type EffectContext } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import type { DatasetView } from '../dataset/dataset.view';
import { itemDecider } from '../item/item.decider';
import { itemListProjection } from '../item/item-list.projection';
import { itemListTable } from '../item/item-list.table';
import type { Projections } from '../open-projections';
import { untilSeen } from '../storage/until-seen';
import type { MarkItems } from './relabel.process';

interface Dependencies {
  readonly database: DataSource;
  readonly aggregates: Aggregates;
  readonly projections: Pick<Projections, 'datasets' | 'items'>;
  readonly datasets: Pick<DatasetView, 'idsOfSchema'>;
}

/** Items per look. */
const page = 500;
const atOnce = 16;

/** Where labels are. What is marked goes to where it has been looked already. */
const states = ['needs-relabel', 'excluded', 'labelled'] as const satisfies readonly LabelState[];

interface Place {
  readonly state: LabelState;
  /** Digest of the last item of the page before. */
  readonly after: string;
}

interface Found {
  readonly id: string;
  readonly digest: string;
}

/** The next page of items whose label holds the class and has neither been looked at nor marked since. */
export const nextToMark = async (
  database: DataSource,
  datasetId: string,
  { classKey, schemaVersion }: MarkItems,
  { state, after }: Place,
): Promise<readonly Found[]> => {
  const found: readonly Found[] = await liveRows(database, itemListTable, itemListProjection)
    .select('row.id', 'id')
    .addSelect('row.digest', 'digest')
    .andWhere('row.datasetId = :datasetId AND row.state = :state AND row.digest > :after', {
      datasetId,
      state,
      after,
    })
    .andWhere('row.schemaVersion < :schemaVersion', { schemaVersion })
    .andWhere('(row.relabelVersion IS NULL OR row.relabelVersion < :schemaVersion)')
    .andWhere('(row.classKey = :classKey OR row.classes LIKE :quoted)', {
      classKey,
      quoted: `%"${classKey}"%`,
    })
    .orderBy('row.digest')
    .limit(page)
    .getRawMany();
  return found;
};

/**
 * Marks items page by page. What is marked is not looked at again, whether it was cut off or comes
 * once more. The order is
 * that of their digests, so what is labelled meanwhile makes it neither skip nor repeat.
 */
export const markItems =
  ({ database, aggregates, projections, datasets }: Dependencies) =>
  async (mark: MarkItems, { id: commandId, metadata, signal }: EffectContext): Promise<void> => {
    await untilSeen(projections.datasets, mark.position, signal);
    await untilSeen(projections.items, mark.position, signal);
    const { cause, classKey, schemaVersion } = mark;
    const command = { type: 'MarkForRelabel', cause, classKey, schemaVersion } as const;
    const markAll = async (ids: string[]): Promise<void> => {
      for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
        signal.throwIfAborted();
        await aggregates.handle(itemDecider, id, command, { commandId, metadata });
      }
    };
    const walk = async (datasetId: string, state: LabelState): Promise<void> => {
      for (let after = ''; ;) {
        const found = await nextToMark(database, datasetId, mark, { state, after });
        const last = found.at(-1);
        if (last === undefined) return;
        const left = found.map(({ id }) => id);
        await Promise.all(Array.from({ length: atOnce }, () => markAll(left)));
        after = last.digest;
      }
    };
    for (const datasetId of await datasets.idsOfSchema(mark.schemaId, 0))
      for (const state of states) await walk(datasetId, state);
  };
