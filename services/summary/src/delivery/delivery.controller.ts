import { Controller, Inject } from '@nestjs/common';
import {
  answer,
  commandAnswer,
  commandOptions,
  Input,
  PageTokens,
  Route,
  type RouteInput,
} from '@tutti/service-kit';
import { CHANNELS, type ChannelDoors } from '../channel/open-channels';
import { deliveryDecider, noSuchDelivery } from './delivery.decider';
import * as routes from './delivery.routes';

@Controller('api/v1/deliveries')
export class DeliveryController {
  constructor(
    @Inject(CHANNELS) private readonly doors: ChannelDoors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    return this.doors.deliveryView.page(query, position, this.pageTokens);
  }

  @Route(routes.get)
  async get(@Input() { params, position }: RouteInput<typeof routes.get>) {
    const { detail, version } = await this.existing(params.id, position);
    return answer(detail, { version });
  }

  @Route(routes.retry)
  async retry(@Input() input: RouteInput<typeof routes.retry>) {
    const { id } = input.params;
    const command = { type: 'RetryDelivery' } as const;
    const handled = await this.doors.aggregates.handle(deliveryDecider, id, command, commandOptions(input));
    return commandAnswer((await this.existing(id, handled.position)).detail, handled);
  }

  private async existing(id: string, position: number) {
    const found = await this.doors.deliveryView.find(id, position);
    if (!found) throw noSuchDelivery();
    return found;
  }
}
