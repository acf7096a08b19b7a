import { Controller, Inject } from '@nestjs/common';
import type { Dataset } from '@tutti/contracts/datasets';
import { subjectOf, type Handled } from '@tutti/event-store';
import { rowAsOf } from '@tutti/runtime';
import {
  aggregateIdFrom,
  answer,
  commandAnswer,
  commandOptions,
  Input,
  PageTokens,
  parseAsOf,
  Route,
  type RouteInput,
} from '@tutti/service-kit';
import { v7 as uuid } from 'uuid';
import { DOORS, type Doors } from '../open-doors';
import { datasetListProjection } from './dataset-list.projection';
import { noSuchDataset } from './dataset-refusal.decider';
import * as routes from './dataset.routes';
import { toDataset } from './dataset.view';

@Controller('api/v1/datasets')
export class DatasetController {
  constructor(
    @Inject(DOORS) private readonly doors: Doors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    return this.doors.datasetView.page(query, position, this.pageTokens);
  }

  @Route(routes.create)
  async create(@Input() input: RouteInput<typeof routes.create>) {
    const id = input.commandId === undefined ? uuid() : aggregateIdFrom(input.commandId);
    const ids = { id, schemaId: aggregateIdFrom(`schema of ${id}`) };
    const handled = await this.doors.datasets.create(ids, input.body, commandOptions(input));
    const location = `/api/v1/datasets/${id}`;
    return commandAnswer(await this.existing(id, handled.position), handled, { location });
  }

  @Route(routes.get)
  async get(@Input() { params, query, position }: RouteInput<typeof routes.get>) {
    const dataset = await this.existing(params.id, position);
    if (query.asOf === undefined) return answer(dataset, { version: dataset.version });
    const subject = subjectOf('datasets', 'dataset', params.id);
    const row = await rowAsOf(this.doors, datasetListProjection, subject, parseAsOf(query.asOf));
    if (!row) throw noSuchDataset();
    return answer(toDataset(row, dataset.items), {});
  }

  @Route(routes.change)
  async change(@Input() input: RouteInput<typeof routes.change>) {
    const { params, body } = input;
    return this.shown(params.id, await this.doors.datasets.describe(params.id, body, commandOptions(input)));
  }

  @Route(routes.archive)
  async archive(@Input() input: RouteInput<typeof routes.archive>) {
    const { params, body } = input;
    const handled = await this.doors.datasets.archive(params.id, body.reason, commandOptions(input));
    return this.shown(params.id, handled);
  }

  @Route(routes.restore)
  async restore(@Input() input: RouteInput<typeof routes.restore>) {
    const { id } = input.params;
    return this.shown(id, await this.doors.datasets.restore(id, commandOptions(input)));
  }

  @Route(routes.purge)
  async purge(@Input() input: RouteInput<typeof routes.purge>) {
    const handled = await this.doors.datasets.purge(input.params.id, undefined, commandOptions(input));
    return commandAnswer(undefined, handled);
  }

  @Route(routes.progress)
  async progress(@Input() { params, position }: RouteInput<typeof routes.progress>) {
    const row = await this.doors.datasetView.row(params.id, position);
    if (!row) throw noSuchDataset();
    return this.doors.progress(row, position);
  }

  private async shown(id: string, handled: Handled<unknown>) {
    return commandAnswer(await this.existing(id, handled.position), handled);
  }

  private async existing(id: string, position: number): Promise<Dataset> {
    const dataset = await this.doors.datasetView.find(id, position);
    if (dataset) return dataset;
    throw noSuchDataset();
  }
}
