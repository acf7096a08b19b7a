import type { ChannelKind, DeliveryAbout, DeliveryFailure, Message } from '@tutti/contracts/summary';

/** One attempt to send something. */
export interface Sending {
  /** Of the delivery: the same over its attempts. */
  readonly id: string;
  readonly about: DeliveryAbout;
  readonly message: Message;
  readonly requestedAt: Date;
  /** Counts from 1. */
  readonly attempt: number;
  /** An attempt before was cut off, or its answer was lost: it may have arrived. */
  readonly mayRepeat: boolean;
  /** The receiver said that it was too large, or the line is too slow for it. */
  readonly shrink: boolean;
}

/** Where to: what the vault has of a channel. */
export interface Receiver {
  readonly channelId: string;
  readonly kind: ChannelKind;
  readonly address: string;
  readonly secret?: string | undefined;
}

export type SendOutcome =
  | {
      readonly accepted: true;
      readonly httpStatus: number;
      readonly bytes: number;
      /** The receiver's own id of it. */
      readonly receipt?: string | undefined;
    }
  | {
      readonly accepted: false;
      readonly failure: DeliveryFailure;
      /** How long the receiver wants to be left alone. */
      readonly retryAfterMs?: number | undefined;
    };

/**
 * Sends one thing once. What the receiver or the net does is an outcome; a throw means that nobody knows, and so does
 * the signal's abort.
 */
export interface Sender {
  send(sending: Sending, receiver: Receiver, signal: AbortSignal): Promise<SendOutcome>;
}

export type Senders = Readonly<Record<ChannelKind, Sender>>;
