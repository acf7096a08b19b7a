import { Controller, Inject } from '@nestjs/common';
import type { Channel } from '@tutti/contracts/summary';
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
import { CHANNELS, type ChannelDoors } from './open-channels';
import { noSuchChannel } from './channel.decider';
import * as routes from './channel.routes';
import { testMessage } from './test-message';

@Controller('api/v1/channels')
export class ChannelController {
  constructor(
    @Inject(CHANNELS) private readonly doors: ChannelDoors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    return this.doors.channelView.page(query, position, this.pageTokens);
  }

  @Route(routes.define)
  async define(@Input() input: RouteInput<typeof routes.define>) {
    const { channels } = this.doors;
    const id = input.commandId === undefined ? uuid() : aggregateIdFrom(input.commandId);
    const handled = await channels.define(id, input.body, channels.options(input, input.body));
    const location = `/api/v1/channels/${id}`;
    return commandAnswer(await this.existing(id, handled.position), handled, { location });
  }

  @Route(routes.get)
  async get(@Input() { params, position }: RouteInput<typeof routes.get>) {
    const channel = await this.existing(params.id, position);
    return answer(channel, { version: channel.version });
  }

  @Route(routes.change)
  async change(@Input() input: RouteInput<typeof routes.change>) {
    const { channels } = this.doors;
    const { id } = input.params;
    const handled = await channels.change(id, input.body, channels.options(input, input.body));
    return commandAnswer(await this.existing(id, handled.position), handled);
  }

  @Route(routes.test)
  async test(@Input() input: RouteInput<typeof routes.test>) {
    const { deliveries, workspace } = this.doors;
    const { metadata, commandId } = input;
    const mark = commandId === undefined ? uuid() : aggregateIdFrom(commandId);
    const { ids, position } = await deliveries.request(
      {
        about: { kind: 'test' },
        message: (language) => testMessage(workspace, mark, language),
        channelIds: [input.params.id],
      },
      { metadata },
    );
    return answer({ deliveryIds: [...ids] }, { position });
  }

  @Route(routes.resume)
  async resume(@Input() input: RouteInput<typeof routes.resume>) {
    const { id } = input.params;
    const handled = await this.doors.channels.handle(id, { type: 'ResumeChannel' }, commandOptions(input));
    return commandAnswer(await this.existing(id, handled.position), handled);
  }

  @Route(routes.remove)
  async remove(@Input() input: RouteInput<typeof routes.remove>) {
    return commandAnswer(undefined, await this.doors.channels.remove(input.params.id, commandOptions(input)));
  }

  private async existing(id: string, position: number): Promise<Channel> {
    const found = await this.doors.channelView.find(id, position);
    if (!found) throw noSuchChannel();
    return found;
  }
}
