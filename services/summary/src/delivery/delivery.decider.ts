import type { DeliveryAbout, DeliveryEvent, DeliveryFailure, Message } from '@tutti/contracts/summary';
import type { Decider, DomainError } from '@tutti/kernel';
import { refused } from '../refused.decider';
import { evolve, initialState, type DeliveryState, type KnownDelivery } from './delivery.state';

type RequestDelivery = {
  readonly type: 'RequestDelivery';
  readonly channelId: string;
  readonly about: DeliveryAbout;
  readonly message: Message;
  readonly notBefore?: Date | undefined;
};
type BeginAttempt = { readonly type: 'BeginAttempt' };
type RecordAcceptance = {
  readonly type: 'RecordAcceptance';
  readonly httpStatus: number;
  readonly bytes: number;
  readonly receipt?: string | undefined;
};
type RecordFailure = {
  readonly type: 'RecordFailure';
  readonly failure: DeliveryFailure;
  /** Given up when absent. */
  readonly retryAt?: Date | undefined;
};
type RetryDelivery = { readonly type: 'RetryDelivery' };
type DropDelivery = { readonly type: 'DropDelivery' };

export type DeliveryCommand =
  RequestDelivery | BeginAttempt | RecordAcceptance | RecordFailure | RetryDelivery | DropDelivery;

type Events = readonly DeliveryEvent[];

export const noSuchDelivery = (): DomainError => refused('delivery.not-found', 'No delivery has this id.');
const ended = (): DomainError => refused('delivery.ended', 'It was accepted, given up or dropped.');
const notEnded = (): DomainError =>
  refused('delivery.not-ended', 'An attempt goes on. Wait until its outcome is known.');

const existing = (state: DeliveryState): KnownDelivery => {
  if (state.status === 'none') throw noSuchDelivery();
  return state;
};

const hasEnded = ({ status }: KnownDelivery): boolean => status !== 'waiting' && status !== 'sending';

const request = (command: RequestDelivery, state: DeliveryState): Events => {
  if (state.status !== 'none')
    throw refused(
      'delivery.already-requested',
      'The same message was asked for before. Look at that delivery.',
    );
  const { channelId, about, message, notBefore } = command;
  const later = notBefore === undefined ? {} : { notBefore: notBefore.toISOString() };
  return [{ type: 'DeliveryRequested', data: { channelId, about, message, ...later } }];
};

const begin = (state: KnownDelivery): Events => {
  if (hasEnded(state)) throw ended();
  if (state.status === 'sending') throw notEnded();
  const { channelId, attempt } = state;
  return [{ type: 'DeliveryAttempted', data: { channelId, attempt: attempt + 1 } }];
};

/** An attempt that is over already has its outcome: what comes later says nothing. */
const isOpen = ({ status }: KnownDelivery): boolean => status === 'sending';

const accept = ({ httpStatus, bytes, receipt }: RecordAcceptance, state: KnownDelivery): Events => {
  if (!isOpen(state)) return [];
  const { channelId, attempt } = state;
  const own = receipt === undefined ? {} : { receipt };
  return [{ type: 'DeliveryAccepted', data: { channelId, attempt, httpStatus, bytes, ...own } }];
};

const fail = ({ failure, retryAt }: RecordFailure, state: KnownDelivery): Events => {
  if (!isOpen(state)) return [];
  const { channelId, attempt } = state;
  const later = retryAt === undefined ? {} : { retryAt: retryAt.toISOString() };
  return [{ type: 'DeliveryFailed', data: { channelId, attempt, failure, ...later } }];
};

const retry = (state: KnownDelivery): Events => {
  if (!hasEnded(state)) throw notEnded();
  if (state.status === 'accepted')
    throw refused(
      'delivery.not-failed',
      'It was accepted. What shall go out again is asked for where it comes from.',
    );
  return [{ type: 'DeliveryRetried', data: { channelId: state.channelId } }];
};

const decide = (command: DeliveryCommand, state: DeliveryState): Events => {
  switch (command.type) {
    case 'RequestDelivery':
      return request(command, state);
    case 'BeginAttempt':
      return begin(existing(state));
    case 'RecordAcceptance':
      return accept(command, existing(state));
    case 'RecordFailure':
      return fail(command, existing(state));
    case 'RetryDelivery':
      return retry(existing(state));
    case 'DropDelivery':
      return state.status === 'none' || hasEnded(state)
        ? []
        : [{ type: 'DeliveryDropped', data: { channelId: state.channelId } }];
    default:
      return command satisfies never;
  }
};

/** One message on its way to one channel: every attempt is in the log before anything is sent. */
export const deliveryDecider: Decider<DeliveryState, DeliveryCommand, DeliveryEvent> = {
  context: 'summary',
  aggregate: 'delivery',
  stateVersion: 3,
  initialState,
  decide,
  evolve,
};
