import { Controller, Inject } from '@nestjs/common';
import type { LabelSchema } from '@tutti/contracts/datasets';
import type { Handled } from '@tutti/event-store';
import {
  aggregateIdFrom,
  answer,
  commandAnswer,
  commandOptions,
  Input,
  PageTokens,
  Route,
  type AnswerExtras,
  type CommandOptions,
  type RouteInput,
} from '@tutti/service-kit';
import { v7 as uuid } from 'uuid';
import { DOORS, type Doors } from '../open-doors';
import { labelSchemaDecider, noSuchSchema, type LabelSchemaCommand } from './label-schema.decider';
import * as routes from './label-schema.routes';

@Controller('api/v1/label-schemas')
export class LabelSchemaController {
  constructor(
    @Inject(DOORS) private readonly doors: Doors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    return this.doors.schemaView.page(query, position, this.pageTokens);
  }

  @Route(routes.define)
  async define(@Input() input: RouteInput<typeof routes.define>) {
    const id = input.commandId === undefined ? uuid() : aggregateIdFrom(input.commandId);
    const handled = await this.handle(id, { type: 'DefineSchema', ...input.body }, commandOptions(input));
    return this.shown(id, handled, { location: `/api/v1/label-schemas/${id}` });
  }

  @Route(routes.get)
  async get(@Input() { params, position }: RouteInput<typeof routes.get>) {
    const schema = await this.existing(params.id, position);
    return answer(schema, { version: schema.version });
  }

  @Route(routes.rename)
  async rename(@Input() input: RouteInput<typeof routes.rename>) {
    const { params, body } = input;
    return this.shown(
      params.id,
      await this.handle(params.id, { type: 'RenameSchema', ...body }, commandOptions(input)),
    );
  }

  @Route(routes.add)
  async add(@Input() input: RouteInput<typeof routes.add>) {
    const { params, body } = input;
    return this.shown(
      params.id,
      await this.handle(params.id, { type: 'AddClass', class: body }, commandOptions(input)),
    );
  }

  @Route(routes.change)
  async change(@Input() input: RouteInput<typeof routes.change>) {
    const { params, body } = input;
    const command = { type: 'ChangeClass', key: params.key, ...body } as const;
    return this.shown(params.id, await this.handle(params.id, command, commandOptions(input)));
  }

  @Route(routes.retire)
  async retire(@Input() input: RouteInput<typeof routes.retire>) {
    const { params, body } = input;
    const command = { type: 'RetireClass', key: params.key, ...body } as const;
    return this.shown(params.id, await this.handle(params.id, command, commandOptions(input)));
  }

  private handle(
    id: string,
    command: LabelSchemaCommand,
    options: CommandOptions,
  ): Promise<Handled<unknown>> {
    return this.doors.aggregates.handle(labelSchemaDecider, id, command, options);
  }

  private async shown(id: string, handled: Handled<unknown>, extras: AnswerExtras = {}) {
    return commandAnswer(await this.existing(id, handled.position), handled, extras);
  }

  private async existing(id: string, position: number): Promise<LabelSchema> {
    const schema = await this.doors.schemaView.find(id, position);
    if (schema) return schema;
    throw noSuchSchema();
  }
}
