import { summaryErrors, type ChannelKind, type ChannelRoute } from '@tutti/contracts/summary';
import type { Aggregates } from '@tutti/event-store';
import { DomainError } from '@tutti/kernel';
import type { Logger } from '@tutti/runtime';
import { aggregateIdFrom } from '@tutti/service-kit';
import { channelDecider } from './channel.decider';
import type { ChannelSettings } from './channel-settings';
import type { Channels } from './channels';

interface FromEnvironment {
  readonly variable: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly address: string | undefined;
  readonly secret?: string | undefined;
  readonly route: ChannelRoute;
}

export interface EnvironmentChannelsParts {
  readonly aggregates: Aggregates;
  readonly channels: Channels;
  readonly logger: Logger;
}

const wantedOf = (settings: ChannelSettings): readonly FromEnvironment[] => [
  {
    variable: 'WEBHOOK_TEAMS',
    name: 'Teams',
    kind: 'teams',
    address: settings.webhookTeams,
    route: { summaries: true, notifications: { minimumLevel: 'error' }, language: 'en' },
  },
  {
    variable: 'DAILY_SUMMARY_SERVER_URL',
    name: 'Summary server',
    kind: 'summary-server',
    address: settings.summaryServerUrl,
    secret: settings.summaryServerKey,
    route: { summaries: true, notifications: null, language: 'en' },
  },
];

const bySystem = { metadata: { authId: 'system' } };

/** Another replica may be as far as this one. */
const unlessSame = (error: unknown): void => {
  const { code } = summaryErrors['channel.nothing-changed'];
  if (!(error instanceof DomainError) || error.code !== code) throw error;
};

const settle = async (
  { aggregates, channels }: EnvironmentChannelsParts,
  { variable, address, secret, ...channel }: FromEnvironment,
): Promise<void> => {
  const id = aggregateIdFrom(`channel of ${variable}`);
  const { state } = await aggregates.load(channelDecider, id);
  const isThere = state.status === 'defined';
  if (address === undefined) {
    if (isThere) await channels.remove(id, bySystem, `${variable} is not set any more.`);
    // Whoever removed it may have been cut off before that.
    else await channels.forget(id, state);
    return;
  }
  const known = { address, ...(secret === undefined ? {} : { secret }) };
  const settled = isThere
    ? channels.change(id, known, bySystem, true)
    : channels.define(id, { ...channel, ...known, fromEnvironment: true }, bySystem);
  await settled.catch(unlessSame);
};

/** Channels that are set where Tutti is started: what changed there changes here, what is gone there goes. */
export const settleEnvironmentChannels = async (
  parts: EnvironmentChannelsParts,
  settings: ChannelSettings,
): Promise<void> => {
  for (const wanted of wantedOf(settings)) {
    try {
      await settle(parts, wanted);
    } catch (error) {
      // Whoever cannot send can do everything else.
      parts.logger.error(
        { err: error, variable: wanted.variable },
        'A channel of the environment was not set',
      );
    }
  }
};
