import { Controller, Inject } from '@nestjs/common';
import type { Stream } from '@tutti/contracts/training';
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
  type AnswerExtras,
  type RouteInput,
} from '@tutti/service-kit';
import { v7 as uuid } from 'uuid';
import { DOORS, type Doors } from '../open-doors';
import { streamListProjection } from './stream-list.projection';
import { noSuchStream } from './stream.decider';
import * as routes from './stream.routes';

const newId = ({ commandId }: { readonly commandId: string | undefined }): string =>
  commandId === undefined ? uuid() : aggregateIdFrom(commandId);

@Controller('api/v1/streams')
export class StreamController {
  constructor(
    @Inject(DOORS) private readonly doors: Doors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    return this.doors.streamView.page(query, position, this.pageTokens);
  }

  @Route(routes.create)
  async create(@Input() input: RouteInput<typeof routes.create>) {
    const id = newId(input);
    const handled = await this.doors.streams.create(id, input.body, commandOptions(input));
    return this.shown(id, handled, { location: `/api/v1/streams/${id}` });
  }

  @Route(routes.get)
  async get(@Input() { params, query, position }: RouteInput<typeof routes.get>) {
    if (query.asOf === undefined) {
      const stream = await this.existing(params.id, position);
      return answer(stream, { version: stream.version });
    }
    const subject = subjectOf('training', 'stream', params.id);
    const row = await rowAsOf(this.doors, streamListProjection, subject, parseAsOf(query.asOf));
    const stream = row && (await this.doors.streamView.as(row));
    if (!stream) throw noSuchStream();
    return answer(stream, {});
  }

  @Route(routes.change)
  async change(@Input() input: RouteInput<typeof routes.change>) {
    const { id } = input.params;
    return this.shown(id, await this.doors.streams.reconfigure(id, input.body, commandOptions(input)));
  }

  @Route(routes.setTrigger)
  async setTrigger(@Input() input: RouteInput<typeof routes.setTrigger>) {
    const { id } = input.params;
    const { trigger } = input.body;
    return this.shown(id, await this.doors.streams.setTrigger(id, trigger, commandOptions(input)));
  }

  @Route(routes.move)
  async move(@Input() input: RouteInput<typeof routes.move>) {
    const { id } = input.params;
    return this.shown(id, await this.doors.streams.move(id, input.body, commandOptions(input)));
  }

  @Route(routes.duplicate)
  async duplicate(@Input() input: RouteInput<typeof routes.duplicate>) {
    const copy = { id: newId(input), name: input.body.name };
    const handled = await this.doors.streams.duplicate(input.params.id, copy, commandOptions(input));
    return this.shown(copy.id, handled, { location: `/api/v1/streams/${copy.id}` });
  }

  @Route(routes.remove)
  async remove(@Input() input: RouteInput<typeof routes.remove>) {
    const handled = await this.doors.streams.delete(input.params.id, undefined, commandOptions(input));
    return commandAnswer(undefined, handled);
  }

  private async shown(id: string, handled: Handled<unknown>, extras?: AnswerExtras) {
    return commandAnswer(await this.existing(id, handled.position), handled, extras);
  }

  private async existing(id: string, position: number): Promise<Stream> {
    const stream = await this.doors.streamView.find(id, position);
    if (!stream) throw noSuchStream();
    return stream;
  }
}
