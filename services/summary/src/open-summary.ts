import type { EventLog } from '@tutti/event-store';
import type { Logger } from 'pino';
import { LiveLog } from './event/live-log';

/** What the service stands on; the log stays the caller's. */
export interface SummaryOptions {
  /** Over a connection as the NATS user `summary`. */
  readonly log: EventLog;
  readonly logger: Logger;
}

/** The service without its doors. */
export class Summary {
  private constructor(
    readonly log: EventLog,
    readonly live: LiveLog,
  ) {}

  /** Begins to follow the log. */
  static async open({ log, logger }: SummaryOptions): Promise<Summary> {
    const live = await LiveLog.start(log, (err) => {
      logger.error({ err }, 'The log is not the one that it was: all event streams begin again');
    });
    return new Summary(log, live);
  }

  async close(): Promise<void> {
    await this.live.stop();
  }
}
