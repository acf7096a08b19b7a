import { Controller, Inject } from '@nestjs/common';
import type { Run } from '@tutti/contracts/training';
import {
  aggregateIdFrom,
  answer,
  commandAnswer,
  commandOptions,
  Input,
  PageTokens,
  Route,
  type RouteInput,
} from '@tutti/service-kit';
import { v7 as uuid } from 'uuid';
import { DOORS, type Doors } from '../open-doors';
import { noSuchRun } from './run-refusal.decider';
import * as routes from './run.routes';

@Controller('api/v1/runs')
export class RunController {
  constructor(
    @Inject(DOORS) private readonly doors: Doors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    return this.doors.runs.view.page(query, position, this.pageTokens);
  }

  @Route(routes.request)
  async request(@Input() input: RouteInput<typeof routes.request>) {
    const id = input.commandId === undefined ? uuid() : aggregateIdFrom(input.commandId);
    const wanted = { ...input.body, id, cause: { kind: 'person' } } as const;
    const handled = await this.doors.runs.requests.request(wanted, commandOptions(input));
    const location = `/api/v1/runs/${id}`;
    return commandAnswer(await this.existing(id, handled.position), handled, { location });
  }

  @Route(routes.get)
  async get(@Input() { params, position }: RouteInput<typeof routes.get>) {
    const run = await this.existing(params.id, position);
    return answer(run, { version: run.version });
  }

  @Route(routes.cancel)
  async cancel(@Input() input: RouteInput<typeof routes.cancel>) {
    const { params, body } = input;
    const cancel = { type: 'CancelRun', reason: body.reason } as const;
    const handled = await this.doors.runs.commands.end(params.id, cancel, commandOptions(input));
    return commandAnswer(await this.existing(params.id, handled.position), handled);
  }

  @Route(routes.curves)
  async curves(@Input() { params, position }: RouteInput<typeof routes.curves>) {
    await this.existing(params.id, position);
    return this.doors.runs.records.curves(params.id);
  }

  @Route(routes.log)
  async log(@Input() { params, query, position }: RouteInput<typeof routes.log>) {
    await this.existing(params.id, position);
    return this.doors.runs.records.log(params.id, query.after, query.limit);
  }

  private async existing(id: string, position: number): Promise<Run> {
    const run = await this.doors.runs.view.find(id, position);
    if (run) return run;
    throw noSuchRun();
  }
}
