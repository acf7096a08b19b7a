import type { DeliveryAbout, DeliveryEvent, DeliveryFailure, Message } from '@tutti/contracts/summary';

export interface KnownDelivery {
  /** `waiting` for an attempt, the first or another one. */
  readonly status: 'waiting' | 'sending' | 'accepted' | 'failed' | 'dropped';
  readonly channelId: string;
  readonly about: DeliveryAbout;
  readonly message: Message;
  /** Of the newest attempt. */
  readonly attempt: number;
  /** Attempts that count against the limit: since somebody asked, or since the channel had trouble of its own. */
  readonly tries: number;
  readonly mayHaveArrived: boolean;
  readonly tooLarge: boolean;
  /** Attempts that ended without an answer. */
  readonly timeouts: number;
}

export type DeliveryState = { readonly status: 'none' } | KnownDelivery;

export const initialState: DeliveryState = { status: 'none' };

type Code = DeliveryFailure['code'];

/** Failures of the channel, not of what was sent: nothing else would fare better. */
const channelCodes: ReadonlySet<Code> = new Set([
  'unauthorised',
  'gone',
  'forbidden-address',
  'channel-unset',
]);
export const isOfChannel = ({ code }: DeliveryFailure): boolean => channelCodes.has(code);

/** The receiver may have taken it and nobody heard of that. */
const unheardCodes: ReadonlySet<Code> = new Set(['timeout', 'interrupted']);

/** A gateway or a crash behind it may come after the message was taken; 503 and 408 say that it was not. */
const untaken: ReadonlySet<number> = new Set([408, 503]);
const mayHaveArrived = ({ code, httpStatus }: DeliveryFailure): boolean =>
  unheardCodes.has(code) || (code === 'unavailable' && httpStatus !== undefined && !untaken.has(httpStatus));

const failed = (state: KnownDelivery, failure: DeliveryFailure, again: boolean): KnownDelivery => ({
  ...state,
  status: again ? 'waiting' : 'failed',
  tries: isOfChannel(failure) ? 0 : state.tries,
  mayHaveArrived: state.mayHaveArrived || mayHaveArrived(failure),
  tooLarge: state.tooLarge || failure.code === 'too-large',
  timeouts: state.timeouts + (failure.code === 'timeout' ? 1 : 0),
});

export const evolve = (state: DeliveryState, event: DeliveryEvent): DeliveryState => {
  if (event.type === 'DeliveryRequested') {
    const { channelId, about, message } = event.data;
    const untried = { attempt: 0, tries: 0, mayHaveArrived: false, tooLarge: false, timeouts: 0 };
    return { status: 'waiting', channelId, about, message, ...untried };
  }
  if (state.status === 'none') return state;
  switch (event.type) {
    case 'DeliveryAttempted':
      return { ...state, status: 'sending', attempt: event.data.attempt, tries: state.tries + 1 };
    case 'DeliveryAccepted':
      return { ...state, status: 'accepted' };
    case 'DeliveryFailed':
      return failed(state, event.data.failure, event.data.retryAt !== undefined);
    case 'DeliveryRetried':
      return { ...state, status: 'waiting', tries: 0 };
    case 'DeliveryDropped':
      return { ...state, status: 'dropped' };
    default:
      return event satisfies never;
  }
};
