import { commonErrors } from '@tutti/contracts/common';
import type { DeliveryFailure } from '@tutti/contracts/summary';
import type { Aggregates, Handled } from '@tutti/event-store';
import { DomainError, type Clock, type Random } from '@tutti/kernel';
import type { EffectContext } from '@tutti/runtime';
import { channelDecider, type ChannelCommand } from '../channel/channel.decider';
import type { ChannelSecret, ChannelSecrets } from '../channel/channel-secrets';
import type { DefinedChannel } from '../channel/channel.state';
import type { AttemptDelivery, DropDelivery } from './channel-delivery.process';
import { newsMs } from './channel-routing';
import { deliveryDecider, type DeliveryCommand } from './delivery.decider';
import { isOfChannel, type DeliveryState, type KnownDelivery } from './delivery.state';
import { nextTry } from './next-try';
import type { Senders, SendOutcome } from './sender';

export interface DeliveryAttemptsParts {
  readonly aggregates: Aggregates;
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: Pick<ChannelSecrets, 'read'>;
  readonly senders: Senders;
}

const interrupted: DeliveryFailure = {
  code: 'interrupted',
  detail: 'Tutti stopped in the middle of the attempt. It may have arrived.',
};
const unset: SendOutcome = {
  accepted: false,
  failure: {
    code: 'channel-unset',
    detail: 'The address of the channel is lost, or cannot be read with this vault key. Set it again.',
  },
};

/** Of a day with all its rows, over a line that they take too long on: one lost connection says nothing of that. */
const tooSlow = 2;

const unlessStale = (error: unknown): void => {
  const { code } = commonErrors['aggregate.stale-version'];
  if (!(error instanceof DomainError) || error.code !== code) throw error;
};

interface Attempt {
  readonly wanted: AttemptDelivery;
  readonly context: EffectContext;
  readonly delivery: KnownDelivery;
}

interface Sent extends Attempt {
  readonly channel: DefinedChannel;
  /** Of the channel when it was sent. */
  readonly version: number;
  readonly secret: ChannelSecret | undefined;
}

/**
 * Makes one attempt: writes it down, sends, writes down what came of it. An attempt that is there without an outcome was
 * cut off: that is told, and tried again with a hint, never silently.
 */
export class DeliveryAttempts {
  constructor(private readonly parts: DeliveryAttemptsParts) {}

  readonly attempt = async (wanted: AttemptDelivery, context: EffectContext): Promise<void> => {
    const { aggregates } = this.parts;
    const { state } = await aggregates.load(deliveryDecider, wanted.deliveryId);
    if (state.status === 'sending')
      return this.#failed({ wanted, context, delivery: state }, { accepted: false, failure: interrupted });
    if (state.status !== 'waiting') return;
    const channel = await aggregates.load(channelDecider, state.channelId);
    if (channel.state.status !== 'defined' || !channel.state.enabled || this.#isOld(wanted, state))
      return this.drop({ type: 'DropDelivery', deliveryId: wanted.deliveryId }, context);
    // Before the attempt is written down: what cannot be read here is no attempt that was cut off.
    const secret = await this.parts.secrets.read(state.channelId, channel.state.vaultEntry);
    const begun = await this.#tell(wanted.deliveryId, { type: 'BeginAttempt' }, context, '');
    // It came this far before, and its outcome is known.
    if (!begun.appended || begun.state.status !== 'sending') return;
    const sent = { channel: channel.state, version: channel.version, secret };
    await this.#send({ wanted, context, delivery: begun.state, ...sent });
  };

  readonly drop = async ({ deliveryId }: DropDelivery, context: EffectContext): Promise<void> => {
    await this.#tell(deliveryId, { type: 'DropDelivery' }, context, '-drop');
  };

  /** After a week of trouble nobody wants to be told what happened in it. A day's summary is no news, but a record. */
  #isOld({ requestedAt }: AttemptDelivery, { about }: KnownDelivery): boolean {
    return about.kind === 'notification' && this.parts.clock.now().getTime() - requestedAt > newsMs;
  }

  async #send(sent: Sent): Promise<void> {
    const { wanted, context, channel } = sent;
    const outcome = await this.#outcome(sent);
    if (!outcome.accepted) {
      // First the channel: nothing else shall go there in between.
      if (isOfChannel(outcome.failure))
        await this.#tellChannel(sent, { type: 'TellTrouble', failure: outcome.failure }, '-trouble');
      return this.#failed(sent, outcome);
    }
    const { accepted: _, ...data } = outcome;
    await this.#tell(wanted.deliveryId, { type: 'RecordAcceptance', ...data }, context, '-end');
    if (!channel.works) await this.#tellChannel(sent, { type: 'TellWorks' }, '-works');
  }

  async #outcome({ wanted, context, delivery, channel: { kind }, secret }: Sent): Promise<SendOutcome> {
    if (!secret) return unset;
    const { about, message, attempt, mayHaveArrived: mayRepeat, tooLarge, timeouts } = delivery;
    const shrink = tooLarge || (kind === 'summary-server' && timeouts >= tooSlow);
    const requestedAt = new Date(wanted.requestedAt);
    return this.parts.senders[kind].send(
      { id: wanted.deliveryId, about, message, requestedAt, attempt, mayRepeat, shrink },
      { channelId: delivery.channelId, kind, ...secret },
      context.signal,
    );
  }

  async #failed(
    { wanted, context, delivery }: Attempt,
    { failure, retryAfterMs }: Extract<SendOutcome, { accepted: false }>,
  ): Promise<void> {
    const { clock, random } = this.parts;
    const now = clock.now().getTime();
    const retryAt = nextTry({ delivery, failure, retryAfterMs, since: wanted.since ?? now, now }, random);
    await this.#tell(wanted.deliveryId, { type: 'RecordFailure', failure, retryAt }, context, '-end');
  }

  /** Of the channel as it was when it was sent to. Whoever has changed it meanwhile has looked: it says nothing of that. */
  async #tellChannel(
    { context, delivery, version: expectedVersion }: Sent,
    command: ChannelCommand,
    step: string,
  ): Promise<void> {
    const { id, metadata } = context;
    const options = { commandId: `${id}${step}`, metadata, expectedVersion };
    await this.parts.aggregates
      .handle(channelDecider, delivery.channelId, command, options)
      .catch(unlessStale);
  }

  #tell(
    deliveryId: string,
    command: DeliveryCommand,
    { id, metadata }: EffectContext,
    step: string,
  ): Promise<Handled<DeliveryState>> {
    const options = { commandId: `${id}${step}`, metadata };
    return this.parts.aggregates.handle(deliveryDecider, deliveryId, command, options);
  }
}
