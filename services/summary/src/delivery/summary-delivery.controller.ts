import { Controller, Inject } from '@nestjs/common';
import { answer, Input, Route, type RouteInput } from '@tutti/service-kit';
import { v7 as uuid } from 'uuid';
import { CHANNELS, type ChannelDoors } from '../channel/open-channels';
import { SUMMARIES, type SummaryDoors } from '../daily-summary/open-daily-summaries';
import { summaryMessage } from '../daily-summary/summary-message';
import { refused } from '../refused.decider';
import * as routes from './delivery.routes';

/** Days that are sent once more, on purpose. */
@Controller('api/v1/summaries')
export class SummaryDeliveryController {
  constructor(
    @Inject(CHANNELS) private readonly channels: ChannelDoors,
    @Inject(SUMMARIES) private readonly summaries: SummaryDoors,
  ) {}

  @Route(routes.deliver)
  async deliver(@Input() input: RouteInput<typeof routes.deliver>) {
    const { params, body, commandId, metadata } = input;
    const found = await this.summaries.view.find(params.date, input.position);
    if (!found) throw refused('summary.not-found', `Nothing was said of ${params.date} yet.`);
    const { summary } = found;
    const { ids, position } = await this.channels.deliveries.request(
      {
        about: { kind: 'summary', date: summary.date, revision: summary.revision },
        message: (language) => summaryMessage(summary, language),
        channelIds: body.channelIds,
        again: commandId ?? uuid(),
      },
      { metadata },
    );
    return answer({ deliveryIds: [...ids] }, { position });
  }
}
