import { modelStatus, modelTask, type Model } from '@tutti/contracts/training';
import { liveRows } from '@tutti/runtime';
import { listPage, type ListQuery, type ListSpec, type PageTokens } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import type { Projections } from '../open-projections';
import type { AliasView } from './alias.view';
import { modelListProjection, type ModelRow } from './model-list.projection';
import { modelListTable } from './model-list.table';

/** By custom, the model of a stream that devices should run. */
const championAlias = 'champion';

const encode = (time: Date): number => time.getTime();
const createdAt = { column: 'row.createdAt', value: (row: ModelRow) => row.createdAt };
const name = { column: 'row.name', value: (row: ModelRow) => row.name };

const spec: ListSpec<ModelRow> = {
  name: 'models',
  fields: {
    id: { type: 'string', column: 'row.id' },
    name: { type: 'string', column: 'row.name' },
    modelVersion: { type: 'string', column: 'row.modelVersion' },
    streamId: { type: 'string', column: 'row.streamId' },
    solution: { type: 'string', column: 'row.solution', path: '$.key' },
    task: { type: 'enum', column: 'row.task', values: modelTask.options },
    origin: { type: 'enum', column: 'row.originKind', values: ['run', 'import', 'ready-made'] },
    gate: { type: 'enum', column: 'row.gateVerdict', values: ['passes', 'fails', 'none'] },
    status: { type: 'enum', column: 'row.status', values: modelStatus.options },
    artifact: { type: 'string', column: 'row.artifactDigest' },
    createdAt: { type: 'time', column: 'row.createdAt', encode },
  },
  sorts: { createdAt, name },
  defaultSort: [{ ...createdAt, direction: 'DESC' }],
  unique: { column: 'row.id', value: ({ id }) => id, direction: 'ASC' },
};

const signedOf = ({ keyId, bundleDigest, bundleBytes }: ModelRow): Model['signed'] =>
  keyId === null || bundleDigest === null || bundleBytes === null
    ? null
    : { keyId, bundle: { digest: bundleDigest, bytes: bundleBytes } };

export const toModel = (row: ModelRow, aliases: readonly string[]): Model => ({
  id: row.id,
  name: row.name,
  modelVersion: row.modelVersion,
  streamId: row.streamId,
  solution: row.solution,
  task: row.task,
  labels: [...row.labels],
  artifact: { digest: row.artifactDigest, bytes: row.artifactBytes },
  signature: row.signature,
  origin: row.origin,
  data: [...row.data],
  metrics: row.metrics,
  baseline: row.baseline && { modelId: row.baseline.modelId, metrics: row.baseline.metrics },
  variants: [...row.variants],
  gate: row.gate,
  signed: signedOf(row),
  aliases: [...aliases],
  status: row.status,
  description: row.description,
  createdAt: new Date(row.createdAt).toISOString(),
  createdBy: row.createdBy,
  version: row.version,
});

/** Models with the aliases that they bear. */
export class ModelView {
  constructor(
    private readonly database: DataSource,
    private readonly projections: Pick<Projections, 'models'>,
    private readonly aliases: Pick<AliasView, 'bearer' | 'ofModels'>,
  ) {}

  async page(query: ListQuery, position: number, tokens: PageTokens) {
    await this.projections.models.waitFor(position);
    const { items, nextPageToken } = await listPage(this.#rows(), spec, query, { tokens });
    return { items: await this.shown(items, position), nextPageToken };
  }

  async row(id: string, position: number): Promise<ModelRow | undefined> {
    await this.projections.models.waitFor(position);
    return (await this.#rows().andWhere('row.id = :id', { id }).getOne()) ?? undefined;
  }

  async rows(ids: readonly string[], position: number): Promise<readonly ModelRow[]> {
    await this.projections.models.waitFor(position);
    return ids.length === 0 ? [] : this.#rows().andWhere('row.id IN (:...ids)', { ids }).getMany();
  }

  async shown(rows: readonly ModelRow[], position: number): Promise<Model[]> {
    const aliases = await this.aliases.ofModels(
      rows.map(({ id }) => id),
      position,
    );
    return rows.map((row) => toModel(row, aliases.get(row.id) ?? []));
  }

  /** The model whose file this is; the first, where the same file was registered more than once. */
  async ofArtifact(artifact: string, position: number): Promise<ModelRow | undefined> {
    await this.projections.models.waitFor(position);
    const found = await this.#rows()
      .andWhere('row.artifactDigest = :artifact', { artifact })
      .orderBy('row.position')
      .getMany();
    return found[0];
  }

  /** The model that stood before it in its stream. */
  async before({ streamId, position }: ModelRow): Promise<ModelRow | undefined> {
    if (streamId === null) return undefined;
    const [newest] = await this.#ofStream(streamId)
      .andWhere('row.position < :position', { position })
      .orderBy('row.position', 'DESC')
      .limit(1)
      .getMany();
    return newest;
  }

  /** What a new model of the stream is compared with: its champion, else its newest that may be deployed. */
  async current(streamId: string, position: number): Promise<ModelRow | undefined> {
    await this.projections.models.waitFor(position);
    const champion = await this.aliases.bearer({ streamId, alias: championAlias }, position);
    if (champion) return this.row(champion.modelId, position);
    const [newest] = await this.#ofStream(streamId)
      .andWhere("row.gateVerdict = 'passes' AND row.status = 'ready'")
      .orderBy('row.position', 'DESC')
      .limit(1)
      .getMany();
    return newest;
  }

  /** What is counted of imported models of a name. */
  async countOfName(name: string): Promise<number> {
    return this.#rows().andWhere('row.name = :name AND row.streamId IS NULL', { name }).getCount();
  }

  #ofStream(streamId: string) {
    return this.#rows().andWhere('row.streamId = :streamId', { streamId });
  }

  #rows() {
    return liveRows(this.database, modelListTable, modelListProjection);
  }
}
