import type { DailySummaryEvent, NotificationEvent } from '@tutti/contracts/summary';
import type { Process, ProcessInput, Reaction } from '@tutti/kernel';

/** A day that was summed up goes to the channels that take days. */
export type RouteSummary = {
  readonly type: 'RouteSummary';
  readonly position: number;
  /** Milliseconds since 1970. */
  readonly at: number;
};
/** A notification goes out as it stands by now. */
export type RouteNotification = {
  readonly type: 'RouteNotification';
  readonly notificationId: string;
  readonly at: number;
};

export interface RoutingState {
  /** When channels were told last, in milliseconds since 1970. */
  readonly toldAt: number;
  /** It happened again since. */
  readonly pending: boolean;
}

type Outgoing = RouteSummary | RouteNotification;
type Event = DailySummaryEvent | NotificationEvent;
type Reacted = Reaction<RoutingState, Outgoing>;

/** What goes on happening is told in a channel this often: it reads numbers, not a row of the same. */
const againMs = 10 * 60_000;
const forgetMs = 24 * 3_600_000;

const at = (time: number): Date => new Date(time);

const onEvent = (
  state: RoutingState,
  { recorded }: Extract<ProcessInput<Event>, { kind: 'event' }>,
): Reacted => {
  const { event, position, aggregateId } = recorded;
  const now = recorded.time.getTime();
  const forget = { name: 'forget', at: at(now + forgetMs) };
  switch (event.type) {
    case 'SummaryComposed':
      return { state: undefined, outgoing: [{ type: 'RouteSummary', position, at: now }] };
    case 'NotificationRaised':
      return {
        state: { toldAt: now, pending: false },
        outgoing: [{ type: 'RouteNotification', notificationId: aggregateId, at: now }],
        timers: [forget],
      };
    case 'NotificationRepeated': {
      const again = { name: 'again', at: at(Math.max(now, state.toldAt + againMs)) };
      return { state: { ...state, pending: true }, timers: state.pending ? [forget] : [again, forget] };
    }
    default:
      return event satisfies never;
  }
};

const react = (state: RoutingState, input: ProcessInput<Event>, notificationId: string): Reacted => {
  if (input.kind === 'event') return onEvent(state, input);
  if (input.name === 'forget') return { state: undefined };
  const now = input.at.getTime();
  return {
    state: { toldAt: now, pending: false },
    outgoing: [{ type: 'RouteNotification', notificationId, at: now }],
  };
};

/** Who is told of what: one instance per day and per notification, until it has been quiet for a day. */
export const channelRoutingProcess: Process<RoutingState, Event, Outgoing> = {
  name: 'channel-routing',
  version: 1,
  subjects: ['evt.summary.daily-summary.*', 'evt.summary.notification.*'],
  handles: ['SummaryComposed', 'NotificationRaised', 'NotificationRepeated'],
  ignores: [],
  initialState: { toldAt: 0, pending: false },
  correlate: ({ aggregateId }) => aggregateId,
  react,
};
