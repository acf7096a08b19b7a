import { jetstream } from '@nats-io/jetstream';
import { jetStreamDeadLetters, ProcessRunner } from '@tutti/runtime';
import { tracedWork } from '@tutti/service-kit';
import { DailySummaryView } from '../daily-summary/daily-summary.view';
import { channelDeliveryProcess } from '../delivery/channel-delivery.process';
import { ChannelRouting } from '../delivery/channel-routing';
import { channelRoutingProcess } from '../delivery/channel-routing.process';
import { Deliveries } from '../delivery/deliveries';
import { DeliveryAttempts } from '../delivery/delivery-attempts';
import { DeliveryView } from '../delivery/delivery.view';
import { httpSenders } from '../delivery/http-senders';
import { Outbound } from '../delivery/outbound';
import type { Senders } from '../delivery/sender';
import type { Foundation } from '../open-summary';
import { pushTimeoutMs, summaryServerSender } from '../workspace/summary-server-sender';
import { AddressGuard } from './address-guard';
import { ChannelSecrets } from './channel-secrets';
import { ChannelView } from './channel.view';
import { Channels } from './channels';
import { settleEnvironmentChannels } from './environment-channels';

/** Injection token of the `ChannelDoors`. */
export const CHANNELS = Symbol('summary.CHANNELS');

/** Reading a day with all its rows, which may be many megabytes, and pushing it: who pushes says how that ended. */
const attemptMs = pushTimeoutMs + 60_000;

const guardOf = ({ channels = {} }: Foundation): AddressGuard => {
  const { hosts, webhookTeams, summaryServerUrl } = channels;
  return new AddressGuard(
    hosts,
    [webhookTeams, summaryServerUrl].filter((address) => address !== undefined),
  );
};

const sendersOf = (base: Foundation, outbound: Outbound): Senders => {
  const { blobs, clock, database, entrance, projections, workspace } = base;
  const consoleAt = () => entrance?.urls()[0];
  const summaries = new DailySummaryView(database, projections.dailySummaries);
  const summaryOf = async (date: string) => (await summaries.find(date, 0))?.summary;
  return {
    ...httpSenders({ outbound, clock, consoleAt }),
    'summary-server': summaryServerSender({ outbound, clock, blobs, workspace, consoleAt, summaryOf }),
  };
};

/** What every process of this service runs on. */
const processGround = (base: Foundation) => {
  const { clock, connection, database, log, logger, registry, replicaId } = base;
  return {
    ...{ log, database, replicaId, clock, logger },
    service: 'summary',
    deadLetters: jetStreamDeadLetters(jetstream(connection, { checkAPI: false })),
    ...tracedWork(registry),
  };
};

/** Ways out: channels, what is delivered to them, and who is told of what. */
export const openChannels = async (base: Foundation) => {
  const { aggregates, database, projections, workspace } = base;
  const secrets = new ChannelSecrets(base.vault);
  const guard = guardOf(base);
  const channels = new Channels({ aggregates, secrets, guard, vault: base.vault });
  await settleEnvironmentChannels({ ...base, channels }, base.channels ?? {});
  const deliveries = new Deliveries(base);
  const senders = sendersOf(base, new Outbound(guard));
  const attempts = new DeliveryAttempts({
    ...base,
    random: base.channels?.random ?? Math.random,
    secrets,
    senders,
  });
  const routing = new ChannelRouting({ ...base, deliveries });
  const ground = processGround(base);
  const never = { neverPark: true } as const;
  return {
    doors: {
      ...{ aggregates, channels, deliveries, workspace },
      channelView: new ChannelView(database, projections),
      deliveryView: new DeliveryView(base),
    },
    processes: {
      // A channel does not wait for a person, and what fails on the way is an outcome.
      channelDelivery: new ProcessRunner({
        ...ground,
        process: channelDeliveryProcess,
        handlers: {
          AttemptDelivery: { handle: attempts.attempt, ...never },
          DropDelivery: { handle: attempts.drop, ...never },
        },
        effectTimeoutMs: attemptMs,
      }),
      channelRouting: new ProcessRunner({
        ...ground,
        process: channelRoutingProcess,
        handlers: routing.handlers,
      }),
    },
  };
};

export type ChannelDoors = Awaited<ReturnType<typeof openChannels>>['doors'];
