import { Controller, Inject } from '@nestjs/common';
import { answer, commandOptions, Input, PageTokens, Route, type RouteInput } from '@tutti/service-kit';
import { noSuchDataset } from '../dataset/dataset-refusal.decider';
import type { DatasetRow } from '../dataset/dataset-list.projection';
import { DOORS, type Doors } from '../open-doors';
import * as routes from './dataset-items.routes';

@Controller('api/v1/datasets')
export class DatasetItemsController {
  constructor(
    @Inject(DOORS) private readonly doors: Doors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  async list(@Input() { params, query, position }: RouteInput<typeof routes.list>) {
    const dataset = await this.dataset(params.id, position);
    return this.doors.itemView.page(dataset, query, position, this.pageTokens);
  }

  @Route(routes.fields)
  async fields(@Input() { params, position }: RouteInput<typeof routes.fields>) {
    return { items: this.doors.itemView.fields(await this.dataset(params.id, position)) };
  }

  @Route(routes.queue)
  async queue(@Input() { params, query, position }: RouteInput<typeof routes.queue>) {
    return this.doors.itemView.queue(await this.dataset(params.id, position), query, position);
  }

  @Route(routes.batch)
  async batch(@Input() input: RouteInput<typeof routes.batch>) {
    const { items, position } = await this.doors.itemBatches.run(
      input.params.id,
      input.body,
      commandOptions(input),
    );
    return answer({ items }, { position });
  }

  private async dataset(id: string, position: number): Promise<DatasetRow> {
    const row = await this.doors.datasetView.row(id, position);
    if (row) return row;
    throw noSuchDataset();
  }
}
