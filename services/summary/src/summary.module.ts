import { Inject, Module, type DynamicModule, type OnModuleDestroy } from '@nestjs/common';
import { AboutModule, GRPC_SERVICES, PageTokens, RunnersModule } from '@tutti/service-kit';
import { SUMMARIES } from './daily-summary/open-daily-summaries';
import { SummarySettingsController } from './daily-summary/summary-settings.controller';
import { SummaryController } from './daily-summary/summary.controller';
import { summaryGrpc } from './daily-summary/summary.grpc';
import { ChannelController } from './channel/channel.controller';
import { channelGrpc } from './channel/channel.grpc';
import { CHANNELS } from './channel/open-channels';
import { DeliveryController } from './delivery/delivery.controller';
import { deliveryGrpc } from './delivery/delivery.grpc';
import { SummaryDeliveryController } from './delivery/summary-delivery.controller';
import { EventController } from './event/event.controller';
import { eventGrpc } from './event/event.grpc';
import { EventHistory } from './event/event-history';
import { EventStreams } from './event/event-streams';
import { NotificationPreferencesController } from './notification/notification-preferences.controller';
import { NotificationController } from './notification/notification.controller';
import { notificationGrpc } from './notification/notification.grpc';
import { Notifications } from './notification/open-notifications';
import { Summary } from './open-summary';
import { WORKSPACES } from './workspace/open-workspaces';
import { WorkspaceController } from './workspace/workspace.controller';
import { WorkspaceRowsController } from './workspace/workspace-rows.controller';
import { workspaceGrpc } from './workspace/workspace.grpc';

/** Doors of the summary service. Closes the service when it is destroyed. */
@Module({})
export class SummaryModule implements OnModuleDestroy {
  constructor(@Inject(Summary) private readonly summary: Summary) {}

  static register(summary: Summary): DynamicModule {
    return {
      module: SummaryModule,
      imports: [
        RunnersModule.of('summary', summary.runners, summary.parts.base),
        AboutModule.of('summary', summary.parts.base),
      ],
      controllers: [
        ChannelController,
        DeliveryController,
        SummaryDeliveryController,
        EventController,
        NotificationController,
        NotificationPreferencesController,
        SummaryController,
        SummarySettingsController,
        WorkspaceController,
        WorkspaceRowsController,
      ],
      providers: [
        { provide: Summary, useValue: summary },
        { provide: Notifications, useValue: summary.parts.notifications },
        { provide: SUMMARIES, useValue: summary.parts.summaries },
        { provide: CHANNELS, useValue: summary.parts.channels },
        { provide: WORKSPACES, useValue: summary.parts.workspaces },
        {
          provide: GRPC_SERVICES,
          useValue: [channelGrpc, deliveryGrpc, eventGrpc, notificationGrpc, summaryGrpc, workspaceGrpc],
        },
        { provide: EventStreams, useValue: new EventStreams(summary.log, summary.live) },
        {
          provide: EventHistory,
          inject: [PageTokens],
          useFactory: (tokens: PageTokens) => new EventHistory(summary.log, tokens),
        },
      ],
    };
  }

  async onModuleDestroy(): Promise<void> {
    await this.summary.close();
  }
}
