import { usualMinimumPerClass, type CreateDataset, type PatchDataset } from '@tutti/contracts/datasets';
import { part, type Aggregates, type Handled, type HandleOptions } from '@tutti/event-store';
import type { NamePart, UniqueNames } from '@tutti/service-kit';
import { labelSchemaDecider, noSuchSchema } from '../label-schema/label-schema.decider';
import { datasetDecider, type DatasetCommand } from './dataset.decider';

export interface NewDatasetIds {
  readonly id: string;
  /** Of its own label schema, where it gets one. */
  readonly schemaId: string;
}

/** Commands of people to datasets, with the names that go with them. */
export class Datasets {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly names: UniqueNames,
  ) {}

  /** With a label schema of its own, in the same commit, unless it shares one. */
  async create(
    { id, schemaId }: NewDatasetIds,
    dataset: CreateDataset,
    options: HandleOptions,
  ): Promise<Handled<unknown>> {
    const {
      classes = [],
      labelSchemaId,
      tags = {},
      minimumPerClass = usualMinimumPerClass,
      ...given
    } = dataset;
    const own = part(labelSchemaDecider, schemaId, { type: 'DefineSchema', name: dataset.name, classes });
    if (labelSchemaId !== undefined) await this.#assertSchema(labelSchemaId);
    const create: DatasetCommand = {
      type: 'CreateDataset',
      ...given,
      tags,
      minimumPerClass,
      labelSchemaId: labelSchemaId ?? schemaId,
    };
    const names = this.names.change(id, undefined, dataset.name);
    return this.#handle(id, create, [...names, ...(labelSchemaId === undefined ? [own] : [])], options);
  }

  async describe(id: string, change: PatchDataset, options: HandleOptions): Promise<Handled<unknown>> {
    const before = await this.#nameOf(id);
    const names = this.names.change(id, before, change.name ?? before);
    return this.#handle(id, { type: 'DescribeDataset', ...change }, names, options);
  }

  archive(id: string, reason: string | undefined, options: HandleOptions): Promise<Handled<unknown>> {
    return this.#handle(id, { type: 'ArchiveDataset', reason }, [], options);
  }

  restore(id: string, options: HandleOptions): Promise<Handled<unknown>> {
    return this.#handle(id, { type: 'RestoreDataset' }, [], options);
  }

  /** Its name is free again. */
  async purge(id: string, reason: string | undefined, options: HandleOptions): Promise<Handled<unknown>> {
    const names = this.names.change(id, await this.#nameOf(id), undefined);
    return this.#handle(id, { type: 'PurgeDataset', reason }, names, options);
  }

  async #assertSchema(id: string): Promise<void> {
    const { state } = await this.aggregates.load(labelSchemaDecider, id);
    if (state.status === 'initial') throw noSuchSchema();
  }

  async #handle(
    id: string,
    command: DatasetCommand,
    beside: readonly NamePart[],
    options: HandleOptions,
  ): Promise<Handled<unknown>> {
    const [handled] = await this.aggregates.handleTogether(
      [part(datasetDecider, id, command), ...beside],
      options,
    );
    if (!handled) throw new Error('handleTogether answered for no part');
    return handled;
  }

  async #nameOf(id: string): Promise<string | undefined> {
    const { state } = await this.aggregates.load(datasetDecider, id);
    return state.status === 'available' || state.status === 'archived' ? state.name : undefined;
  }
}
