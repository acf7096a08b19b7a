import { blobConfig, databaseConfig, processConfig, secret } from '@tutti/service-kit';
import { z } from 'zod';
import type { ChannelSettings } from './channel/channel-settings';

/** Configuration of the summary service, to be spread into that of the process it runs in. */
export const summaryConfig = {
  SUMMARY_TALLY_DAYS: z.coerce
    .number()
    .int()
    .min(8)
    .max(730)
    .default(60)
    .describe('Days for which it is known what happened: so far back a day can be summed up.'),
  OFFLINE_MINUTES: z.coerce
    .number()
    .min(0)
    .max(1440)
    .default(5)
    .describe('Minutes for which an edge is offline before people are told of it.'),
  NOTIFICATION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3650)
    .default(90)
    .describe('Days for which notifications are shown.'),
  WEBHOOK_TEAMS: secret(
    z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('Webhook of a Teams workflow that daily summaries and errors are sent to (S0-41).'),
  ),
  DAILY_SUMMARY_SERVER_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Base URL of another Tutti that daily summaries are pushed to (S0-40).'),
  DAILY_SUMMARY_SERVER_KEY: secret(
    z.string().min(16).optional().describe('Key that the summary server gave for this workspace.'),
  ),
  CHANNEL_HOSTS: z
    .string()
    .optional()
    .describe(
      'Hosts that channels may send to, separated by commas: hooks.slack.com, *.example.com, * for all on the Internet. A host inside the network must be named. All on the Internet, and this machine, when absent.',
    ),
};

type Schema = z.ZodObject<typeof summaryConfig>;
export type SummaryConfig = z.output<Schema>;

export const channelSettings = (config: SummaryConfig): ChannelSettings => ({
  hosts: config.CHANNEL_HOSTS?.split(',')
    .map((host) => host.trim())
    .filter((host) => host !== ''),
  webhookTeams: config.WEBHOOK_TEAMS,
  summaryServerUrl: config.DAILY_SUMMARY_SERVER_URL,
  summaryServerKey: config.DAILY_SUMMARY_SERVER_KEY,
});

/** Configuration of a process that runs this service alone. */
export const summaryProcessConfig = z.object({
  ...processConfig,
  ...databaseConfig,
  ...blobConfig,
  ...summaryConfig,
});
