import type { Alias } from '@tutti/contracts/training';
import { liveRows, type AsOf } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import type { Projections } from '../open-projections';
import { aliasListProjection, aliasStatementListProjection, type AliasRow } from './alias.projection';
import { aliasListTable, aliasStatementListTable } from './alias.table';
import { modelListProjection } from './model-list.projection';
import { modelListTable } from './model-list.table';

interface Named {
  readonly streamId: string;
  readonly alias: string;
}

type History = { modelId: string | null; modelVersion: string | null; at: string; by: string | null }[];

/** Aliases of streams: what each names now, named then, and every statement. */
export class AliasView {
  constructor(
    private readonly database: DataSource,
    private readonly projections: Pick<Projections, 'aliases' | 'aliasStatements' | 'models'>,
  ) {}

  /** Who bears an alias now. */
  async bearer({ streamId, alias }: Named, position: number): Promise<AliasRow | undefined> {
    await this.projections.aliases.waitFor(position);
    const id = `${streamId}.${alias}`;
    return (await this.#aliases().andWhere('row.id = :id', { id }).getOne()) ?? undefined;
  }

  /** Of the newest statement, also where that took the alias away. */
  async lastBearer({ streamId, alias }: Named, position: number): Promise<string | undefined> {
    await this.projections.aliasStatements.waitFor(position);
    const rows = await this.#statements(streamId).andWhere('row.alias = :alias', { alias }).getMany();
    return rows.at(-1)?.modelId;
  }

  /** What each of these models bears now, by its id. */
  async ofModels(
    modelIds: readonly string[],
    position: number,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    await this.projections.aliases.waitFor(position);
    if (modelIds.length === 0) return new Map();
    const rows = await this.#aliases()
      .andWhere('row.modelId IN (:...modelIds)', { modelIds })
      .orderBy('row.alias')
      .getMany();
    return new Map(
      Object.entries(Object.groupBy(rows, ({ modelId }) => modelId)).map(([id, all = []]) => [
        id,
        all.map(({ alias }) => alias),
      ]),
    );
  }

  /** Of a stream, by name. */
  async ofStream(streamId: string, position: number): Promise<Alias[]> {
    await this.projections.aliases.waitFor(position);
    const rows = await this.#aliases()
      .andWhere('row.streamId = :streamId', { streamId })
      .orderBy('row.alias')
      .getMany();
    return this.#shown(rows, position);
  }

  /** As they were: the newest statement of each up to then. */
  async asOf(streamId: string, moment: AsOf, position: number): Promise<Alias[]> {
    await this.projections.aliasStatements.waitFor(position);
    const rows = await this.#statements(streamId)
      .andWhere('position' in moment ? 'row.position <= :until' : 'row.at <= :until', {
        until: 'position' in moment ? moment.position : moment.time.getTime(),
      })
      .getMany();
    const newest = [...new Map(rows.map((row) => [row.alias, row])).values()];
    const held = newest.filter(({ removed }) => !removed).map((row) => ({ ...row, since: row.at }));
    return this.#shown(
      held.sort((a, b) => (a.alias < b.alias ? -1 : 1)),
      position,
    );
  }

  /** Every statement of an alias, newest first. */
  async history({ streamId, alias }: Named, position: number): Promise<History> {
    await this.projections.aliasStatements.waitFor(position);
    const rows = await this.#statements(streamId).andWhere('row.alias = :alias', { alias }).getMany();
    const versions = await this.#versions(rows, position);
    return rows.toReversed().map(({ modelId, removed, at, statedBy }) => ({
      modelId: removed ? null : modelId,
      modelVersion: removed ? null : (versions.get(modelId) ?? null),
      at: new Date(at).toISOString(),
      by: statedBy,
    }));
  }

  async #shown(
    rows: readonly Pick<AliasRow, 'alias' | 'modelId' | 'since'>[],
    position: number,
  ): Promise<Alias[]> {
    const versions = await this.#versions(rows, position);
    return rows.map(({ alias, modelId, since }) => ({
      name: alias,
      modelId,
      modelVersion: versions.get(modelId) ?? '',
      since: new Date(since).toISOString(),
    }));
  }

  async #versions(
    rows: readonly { readonly modelId: string }[],
    position: number,
  ): Promise<ReadonlyMap<string, string>> {
    await this.projections.models.waitFor(position);
    const ids = [...new Set(rows.map(({ modelId }) => modelId))];
    if (ids.length === 0) return new Map();
    const found: readonly { readonly id: string; readonly modelVersion: string }[] = await liveRows(
      this.database,
      modelListTable,
      modelListProjection,
    )
      .select('row.id', 'id')
      .addSelect('row.modelVersion', 'modelVersion')
      .andWhere('row.id IN (:...ids)', { ids })
      .getRawMany();
    return new Map(found.map(({ id, modelVersion }) => [id, modelVersion]));
  }

  /** In their order. */
  #statements(streamId: string) {
    return liveRows(this.database, aliasStatementListTable, aliasStatementListProjection)
      .andWhere('row.streamId = :streamId', { streamId })
      .orderBy('row.position')
      .addOrderBy('row.version');
  }

  #aliases() {
    return liveRows(this.database, aliasListTable, aliasListProjection);
  }
}
