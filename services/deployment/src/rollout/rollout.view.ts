import { deploymentMode, rolloutCause, rolloutStatus, type Rollout } from '@tutti/contracts/deployment';
import { liveRows, type Generated } from '@tutti/runtime';
import {
  listPage,
  type ListQuery,
  type ListSpec,
  type PageTokens,
  type References,
} from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import type { DeploymentView } from '../device-deployment/deployment.view';
import type { Projections } from '../open-projections';
import { rolloutListProjection, type RolloutRow } from './rollout-list.projection';
import { rolloutListTable } from './rollout-list.table';
import { ShadowComparisons } from './shadow-comparisons';
import { toRollout } from './to-rollout';

type Row = Generated<RolloutRow>;

const encode = (at: Date): number => at.getTime();
const plannedAt = { column: 'row.plannedAt', value: (row: Row) => row.plannedAt };
const name = { column: 'row.name', value: (row: Row) => row.name };

const causes = rolloutCause.options.map(({ shape }) => shape.kind.value);

const spec: ListSpec<Row> = {
  name: 'rollouts',
  fields: {
    id: { type: 'string', column: 'row.id' },
    name: { type: 'string', column: 'row.name' },
    status: { type: 'enum', column: 'row.status', values: rolloutStatus.options },
    mode: { type: 'enum', column: 'row.mode', values: deploymentMode.options },
    cause: { type: 'enum', column: 'row.causeKind', values: causes },
    modelId: { type: 'string', column: 'row.modelId' },
    streamId: { type: 'string', column: 'row.streamId' },
    plannedBy: { type: 'string', column: 'row.plannedBy' },
    plannedAt: { type: 'time', column: 'row.plannedAt', encode },
    startedAt: { type: 'time', column: 'row.startedAt', encode },
    endedAt: { type: 'time', column: 'row.endedAt', encode },
  },
  sorts: { plannedAt, name },
  defaultSort: [{ ...plannedAt, direction: 'DESC' }],
  unique: { column: 'row.id', value: ({ id }) => id, direction: 'DESC' },
};

export interface RolloutViewParts {
  readonly database: DataSource;
  readonly projections: Pick<Projections, 'rollouts'>;
  readonly deployments: Pick<DeploymentView, 'countsOf' | 'failuresOf' | 'comparisonsOf'>;
}

/** Rollouts as people see them: what the log says of them, and how their devices do. */
export class RolloutView {
  readonly #comparisons: ShadowComparisons;

  constructor(private readonly parts: RolloutViewParts) {
    this.#comparisons = new ShadowComparisons((id) => parts.deployments.comparisonsOf(id));
  }

  async find(id: string, position: number): Promise<Rollout | undefined> {
    const row = await this.row(id, position);
    return row && (await this.#shown([row], position))[0];
  }

  /** Behind a command: its devices as far as they are known, for nobody who brakes should wait for them. */
  async findChanged(id: string, position: number): Promise<Rollout | undefined> {
    const row = await this.row(id, position);
    return row && (await this.#shown([row], 0))[0];
  }

  async row(id: string, position: number): Promise<RolloutRow | undefined> {
    await this.parts.projections.rollouts.waitFor(position);
    return (await this.#rows().andWhere('row.id = :id', { id }).getOne()) ?? undefined;
  }

  async page(query: ListQuery, position: number, tokens: PageTokens) {
    await this.parts.projections.rollouts.waitFor(position);
    const { items, nextPageToken } = await listPage(this.#rows(), spec, query, { tokens });
    return { items: await this.#shown(items, position), nextPageToken };
  }

  /**
   * Those that run and that devices may still join: of each stream, or name of models, and target the newest alone, for
   * whoever comes now is not given what others had before.
   */
  async joinable(now: Date): Promise<readonly string[]> {
    const rows = await this.#rows()
      .andWhere("row.status IN ('running', 'paused') AND row.joinUntil > :now", { now: now.getTime() })
      .orderBy('row.plannedAt', 'DESC')
      .addOrderBy('row.id', 'DESC')
      .getMany();
    const alike = Map.groupBy(rows, ({ streamId, model, mode, target }) =>
      JSON.stringify([streamId ?? model.name, mode, target]),
    );
    return [...alike.values()].flatMap(([newest]) => (newest?.status === 'running' ? [newest.id] : []));
  }

  async #shown(rows: readonly RolloutRow[], position: number): Promise<Rollout[]> {
    const { deployments } = this.parts;
    const all = await deployments.countsOf(
      rows.map(({ id }) => id),
      position,
    );
    const counts = Map.groupBy(all, ({ rolloutId }) => rolloutId);
    const shown = async (row: RolloutRow): Promise<Rollout> => {
      const own = counts.get(row.id) ?? [];
      const hasFailed = own.some(({ place }) => place === 'failed');
      const succeeded = own
        .filter(({ place }) => place === 'succeeded')
        .reduce((sum, { deployments: some }) => sum + some, 0);
      const isCompared = row.mode === 'shadow' && succeeded > 0;
      return toRollout({
        row,
        counts: own,
        failures: hasFailed ? [...(await deployments.failuresOf(row.id, position))] : [],
        comparison: isCompared ? await this.#comparisons.of(row.id, succeeded) : null,
      });
    };
    return Promise.all(rows.map(shown));
  }

  #rows() {
    return liveRows(this.parts.database, rolloutListTable, rolloutListProjection);
  }
}

/** Manifests of rollouts, whatever has become of them. */
export const manifestReferences =
  (database: DataSource): References =>
  async (digests) => {
    const rows = await liveRows(database, rolloutListTable, rolloutListProjection)
      .select('row.manifestDigest', 'digest')
      .andWhere('row.manifestDigest IN (:...digests)', { digests })
      .getRawMany<{ digest: string }>();
    return rows.map(({ digest }) => digest);
  };
