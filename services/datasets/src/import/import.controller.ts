import { Controller, Inject } from '@nestjs/common';
import {
  answer,
  commandOptions,
  Input,
  PageTokens,
  Route,
  type AnswerExtras,
  type RouteInput,
} from '@tutti/service-kit';
import { noSuchDataset } from '../dataset/dataset-refusal.decider';
import { DOORS, type Doors } from '../open-doors';
import { noSuchImport, type Handled } from './import-desk';
import type { ImportJobRow } from './import-job.table';
import * as routes from './import.routes';
import { toImportJob } from './to-import-job';

const shown = ({ job, position }: Handled, extras: AnswerExtras = {}) =>
  answer(toImportJob(job), { ...extras, ...(position === undefined ? {} : { position }) });

@Controller('api/v1/imports')
export class ImportController {
  constructor(
    @Inject(DOORS) private readonly doors: Doors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  async list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    const { datasetId, ...page } = query;
    if (!(await this.doors.datasetView.row(datasetId, position))) throw noSuchDataset();
    const { items, nextPageToken } = await this.doors.importJobs.page(datasetId, page, this.pageTokens);
    return { items: items.map(toImportJob), nextPageToken };
  }

  @Route(routes.start)
  async start(@Input() input: RouteInput<typeof routes.start>) {
    const { body, principal } = input;
    const handled = await this.doors.imports.start(body, principal, commandOptions(input));
    return shown(handled, { location: `/api/v1/imports/${handled.job.id}` });
  }

  @Route(routes.get)
  async get(@Input() { params, position }: RouteInput<typeof routes.get>) {
    return toImportJob(await this.existing(params.id, position));
  }

  @Route(routes.report)
  async report(@Input() { params, position }: RouteInput<typeof routes.report>) {
    const { report } = await this.existing(params.id, position);
    return { items: [...report] };
  }

  @Route(routes.finish)
  async finish(@Input() input: RouteInput<typeof routes.finish>) {
    return shown(await this.doors.imports.finish(input.params.id, commandOptions(input)));
  }

  @Route(routes.cancel)
  async cancel(@Input() input: RouteInput<typeof routes.cancel>) {
    const { params, principal } = input;
    return shown(await this.doors.imports.cancel(params.id, principal, commandOptions(input)));
  }

  /** Gone with its dataset. */
  private async existing(id: string, position: number): Promise<ImportJobRow> {
    const job = await this.doors.imports.find(id);
    if (await this.doors.datasetView.row(job.datasetId, position)) return job;
    throw noSuchImport();
  }
}
