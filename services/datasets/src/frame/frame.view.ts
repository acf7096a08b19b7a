import type { FilterField } from '@tutti/contracts/common';
import type { Frame, FrameCount } from '@tutti/contracts/datasets';
import { samplingReason } from '@tutti/contracts/devices';
import { dialectOf } from '@tutti/database';
import { liveCondition } from '@tutti/runtime';
import {
  compileFilter,
  describeFields,
  fleetDeviceListProjection,
  fleetDeviceListTable,
  listPage,
  type CompiledFilter,
  type ListQuery,
  type PageTokens,
} from '@tutti/service-kit';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import { itemListProjection } from '../item/item-list.projection';
import { itemListTable } from '../item/item-list.table';
import type { Projections } from '../open-projections';
import { frameFields, frameListSpec } from './frame-fields';
import { frameTable, type FrameRow } from './frame.table';
import { toFrame, type ShownFrame } from './to-frame';

/** Which frames; all that is said must hold. */
export interface FrameChoice {
  /** RSQL over `frameFields`. */
  readonly q?: string | undefined;
  /** Inclusive, RFC 3339. */
  readonly from?: string | undefined;
  /** Exclusive, RFC 3339. */
  readonly to?: string | undefined;
  readonly minScore?: number | undefined;
  readonly maxScore?: number | undefined;
  /** Milliseconds since 1970, inclusive: those that had come by then. */
  readonly receivedUntil?: number | undefined;
}

/** Where a walk through frames stands: at the frame that it has seen last. */
export type FramePlace = Pick<FrameRow, 'at' | 'id'>;

type Rows = SelectQueryBuilder<ShownFrame>;

/** Frames as people see them, and as imports read them. */
export class FrameView {
  constructor(
    private readonly database: DataSource,
    private readonly projections: Pick<Projections, 'fleet' | 'items'>,
  ) {}

  fields(): FilterField[] {
    const found = describeFields(frameFields);
    return found.map((field) =>
      field.name === 'reason' ? { ...field, values: [...samplingReason.options] } : field,
    );
  }

  async page(query: ListQuery & FrameChoice, position: number, tokens: PageTokens) {
    await this.projections.fleet.waitFor(position);
    const { from, to, minScore, maxScore } = query;
    const { items, nextPageToken } = await listPage(
      within(this.#rows(), query),
      frameListSpec<ShownFrame>(query.sort),
      query,
      { tokens, scope: [from, to, minScore, maxScore] },
    );
    return { items: items.map(toFrame), nextPageToken };
  }

  /** `datasetId`: of a dataset that must be asked whether it has the pictures already. */
  async count(choice: FrameChoice, position: number, datasetId?: string): Promise<FrameCount> {
    await this.projections.fleet.waitFor(position);
    const rows = this.#chosen(choice);
    const found = await rows
      .clone()
      .select('COUNT(*)', 'count')
      .addSelect('SUM(row.bytes)', 'bytes')
      .getRawOne<{ count: number | string; bytes: number | string | null }>();
    const known = datasetId === undefined ? null : await this.#known(choice, datasetId, position);
    return { count: Number(found?.count ?? 0), bytes: Number(found?.bytes ?? 0), known };
  }

  async row(id: string): Promise<ShownFrame | undefined> {
    return (await this.#rows().andWhere('row.id = :id', { id }).getOne()) ?? undefined;
  }

  async find(id: string, position: number): Promise<Frame | undefined> {
    await this.projections.fleet.waitFor(position);
    const row = await this.row(id);
    return row && toFrame(row);
  }

  /** Those after a place, oldest first: whatever comes or goes meanwhile, a walk sees each once. */
  after(choice: FrameChoice, place: FramePlace | undefined, most: number): Promise<readonly FrameRow[]> {
    const rows = this.#chosen(choice).orderBy('row.at').addOrderBy('row.id').limit(most);
    if (place)
      rows.andWhere('row.at >= :placeAt AND (row.at > :placeAt OR row.id > :placeId)', {
        placeAt: place.at,
        placeId: place.id,
      });
    return rows.getMany();
  }

  async #known(choice: FrameChoice, datasetId: string, position: number): Promise<number> {
    await this.projections.items.waitFor(position);
    const live = liveCondition('item', itemListProjection);
    return this.#chosen(choice)
      .andWhere(
        (query) =>
          `EXISTS ${query
            .subQuery()
            .select('1')
            .from(itemListTable, 'item')
            .where('item.digest = row.digest AND item.datasetId = :datasetId')
            .andWhere(live.sql)
            .getQuery()}`,
        { ...live.parameters, datasetId },
      )
      .getCount();
  }

  /** Throws `query.invalid`. */
  compile(q: string): CompiledFilter {
    return compileFilter(q, frameFields, dialectOf(this.database));
  }

  #chosen(choice: FrameChoice): Rows {
    const rows = within(this.#rows(), choice);
    if (choice.q === undefined) return rows;
    const { sql, parameters } = this.compile(choice.q);
    return rows.andWhere(sql, { ...parameters });
  }

  #rows(): Rows {
    const rows: Rows = this.database.createQueryBuilder(frameTable, 'row');
    const { sql, parameters } = liveCondition('device', fleetDeviceListProjection);
    return rows.leftJoinAndMapOne(
      'row.device',
      fleetDeviceListTable.options.name,
      'device',
      `device.id = row.deviceId AND ${sql}`,
      { ...parameters },
    );
  }
}

const within = (rows: Rows, choice: FrameChoice): Rows => {
  const { from, to, minScore, maxScore, receivedUntil } = choice;
  if (from !== undefined) rows.andWhere('row.at >= :from', { from: Date.parse(from) });
  if (to !== undefined) rows.andWhere('row.at < :to', { to: Date.parse(to) });
  if (minScore !== undefined) rows.andWhere('row.score >= :minScore', { minScore });
  if (maxScore !== undefined) rows.andWhere('row.score <= :maxScore', { maxScore });
  if (receivedUntil !== undefined) rows.andWhere('row.receivedAt <= :receivedUntil', { receivedUntil });
  return rows;
};
