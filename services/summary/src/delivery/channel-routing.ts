import type { DailySummaryEvent, NotificationEvent } from '@tutti/contracts/summary';
import type { EventLog } from '@tutti/event-store';
import type { Clock } from '@tutti/kernel';
import type { EffectContext } from '@tutti/runtime';
import { summaryMessage } from '../daily-summary/summary-message';
import { mostMissed } from '../daily-summary/summary-schedule';
import { notificationMessage, type Raised, type Repeated } from '../notification/notification-message';
import type { RouteNotification, RouteSummary } from './channel-routing.process';
import type { Deliveries } from './deliveries';

export interface ChannelRoutingParts {
  readonly log: Pick<EventLog, 'commitAt' | 'loadConfirmed'>;
  readonly clock: Clock;
  readonly deliveries: Pick<Deliveries, 'request'>;
}

/** What is older is no news any more: after a long outage, or from the log of another life. */
export const newsMs = 24 * 3_600_000;
/** A day is a record, not news: it is sent as long as days that were missed are summed up. */
const recordMs = mostMissed * 24 * 3_600_000;

/** Asks for the deliveries of what was told. */
export class ChannelRouting {
  constructor(private readonly parts: ChannelRoutingParts) {}

  /** Tried until it works or is no news any more: nothing that is told waits for a person. */
  readonly handlers = {
    RouteSummary: {
      handle: (wanted: RouteSummary, context: EffectContext) => this.summary(wanted, context),
      neverPark: true,
    },
    RouteNotification: {
      handle: (wanted: RouteNotification, context: EffectContext) => this.notification(wanted, context),
      neverPark: true,
    },
  } as const;

  readonly summary = async ({ position, at }: RouteSummary, context: EffectContext): Promise<void> => {
    if (this.#isOld(at, recordMs)) return;
    const commit = await this.parts.log.commitAt(position);
    const events = (commit?.events ?? []).map(({ event }) => event as DailySummaryEvent);
    const composed = events.find(({ type }) => type === 'SummaryComposed')?.data;
    if (!composed) return;
    const { date, revision } = composed;
    await this.parts.deliveries.request(
      {
        about: { kind: 'summary', date, revision },
        message: (language) => summaryMessage(composed, language),
        at: new Date(at),
      },
      { metadata: context.metadata },
    );
  };

  readonly notification = async (
    { notificationId, at }: RouteNotification,
    context: EffectContext,
  ): Promise<void> => {
    if (this.#isOld(at, newsMs)) return;
    const { raised, repeated } = await this.#standing(notificationId);
    if (!raised) return;
    const { kind, id } = raised.source;
    await this.parts.deliveries.request(
      {
        about: { kind: 'notification', notificationId },
        message: (language) => notificationMessage(raised, repeated, language),
        category: raised.category,
        // One that does not work cannot tell of it.
        except: kind === 'channel' ? id : undefined,
        at: new Date(at),
      },
      { metadata: context.metadata },
    );
  };

  async #standing(id: string): Promise<{ readonly raised?: Raised; readonly repeated?: Repeated }> {
    const commits = await this.parts.log.loadConfirmed(`evt.summary.notification.${id}`, 0);
    const events = commits.flatMap((commit) => commit.events.map(({ event }) => event as NotificationEvent));
    const raised = events.find((event) => event.type === 'NotificationRaised')?.data;
    const repeated = events.findLast((event) => event.type === 'NotificationRepeated')?.data;
    return { ...(raised ? { raised: { ...raised, id } } : {}), ...(repeated ? { repeated } : {}) };
  }

  #isOld(at: number, ms: number): boolean {
    return this.parts.clock.now().getTime() - at > ms;
  }
}
