import { Inject, Module, type DynamicModule, type OnModuleDestroy } from '@nestjs/common';
import { GRPC_SERVICES, PageTokens } from '@tutti/service-kit';
import { EventController } from './event/event.controller';
import { eventGrpc } from './event/event.grpc';
import { EventHistory } from './event/event-history';
import { EventStreams } from './event/event-streams';
import { Summary } from './open-summary';

/** Doors of the summary service. Closes the service when it is destroyed. */
@Module({})
export class SummaryModule implements OnModuleDestroy {
  constructor(@Inject(Summary) private readonly summary: Summary) {}

  static register(summary: Summary): DynamicModule {
    return {
      module: SummaryModule,
      controllers: [EventController],
      providers: [
        { provide: Summary, useValue: summary },
        { provide: GRPC_SERVICES, useValue: [eventGrpc] },
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
