import { blobConfig, databaseConfig, processConfig } from '@tutti/service-kit';
import { z } from 'zod';
import type { DevicesSettings } from './settings';

const count = (usual: number, least = 1) => z.coerce.number().int().min(least).default(usual);
const seconds = (usual: number) => count(usual);
const days = (usual: number) => count(usual);

/** Configuration of the devices service, to be spread into that of the process it runs in. */
export const devicesConfig = {
  DEVICE_NATS_URLS: z
    .string()
    .optional()
    .describe('Where devices reach NATS, separated by commas, when that differs from where the services do.'),
  DEVICE_JWT_HOURS: z.coerce
    .number()
    .min(0.1)
    .max(24)
    .default(24)
    .describe('How long a device can connect without renewing its pass, in hours; at most 24.'),
  HEARTBEAT_SECONDS: seconds(5).describe('How often devices send heartbeats.'),
  STALE_AFTER_SECONDS: seconds(15).describe('Silence after which a device is stale.'),
  OFFLINE_AFTER_SECONDS: seconds(45).describe('Silence after which a device is offline.'),
  OFFLINE_EVENT_AFTER_SECONDS: seconds(300).describe(
    'How long a device must have been offline before the event log hears of it.',
  ),
  INFERENCE_DAYS: days(30).describe('Days that results are kept.'),
  FAILURE_DAYS: days(90).describe('Days that failures are kept.'),
  VITALS_DAYS: days(14).describe('Days that measurements of devices are kept.'),
  ROLLUP_MINUTE_DAYS: days(45).describe(
    'Days that results and measurements are kept summed up by the minute.',
  ),
  ROLLUP_HOUR_DAYS: days(400).describe('Days that results and measurements are kept summed up by the hour.'),
  PREVIEW_DAYS: days(7).describe('Days that preview pictures are kept.'),
  PREVIEWS_PER_DEVICE: count(5000).describe('Preview pictures that are kept of each device, the newest.'),
  PREVIEWS_PER_DAY: count(50_000).describe('Preview pictures that a device may send in a day.'),
  COMMANDS_PER_MINUTE: count(30).describe('Commands to devices that one person may issue in a minute.'),
  COMMAND_FILES_PER_DAY: count(500).describe(
    'Pictures and log bundles of commands that one person or device may send in a day.',
  ),
  COMMAND_FILE_DAYS: days(7).describe('Days that pictures and log bundles of commands are kept.'),
  PENDING_ENROLMENTS: count(1000).describe('Requests without a token that may wait at once.'),
  ENROLMENT_NONCE_SECONDS: z.coerce
    .number()
    .int()
    .min(60)
    .max(300)
    .default(120)
    .describe('How long a device may take to sign a challenge: 60 to 300 seconds.'),
  ENROLMENTS_PER_ADDRESS_PER_MINUTE: count(600).describe(
    'Enrolment calls that one address may make in a minute.',
  ),
  ENROLMENTS_PER_MINUTE: count(6000).describe(
    'Enrolment calls that all addresses together may make in a minute.',
  ),
};

/** Configuration of a process that runs this service alone. */
export const devicesProcessConfig = z.object({
  ...processConfig,
  ...databaseConfig,
  ...devicesConfig,
  ...blobConfig,
});

const schema = z.object(devicesConfig);
export type DevicesConfig = z.output<typeof schema>;

const hold = { fleetShare: 0.5, holdMs: 120_000, confirmations: 2 };
const warnings = { gatherMs: 30_000, pauseMs: 3_600_000, mostPerDevice: 8 };
const reports = { onlineForMs: 60_000, faultForMs: 30_000, faultPauseMs: 3_600_000 };

/** The service's settings in its own words. */
export const devicesSettings = (config: DevicesConfig): DevicesSettings => ({
  jwtLifeMs: config.DEVICE_JWT_HOURS * 3_600_000,
  nonceLifeMs: config.ENROLMENT_NONCE_SECONDS * 1000,
  mostPending: config.PENDING_ENROLMENTS,
  limits: {
    perAddressPerMinute: config.ENROLMENTS_PER_ADDRESS_PER_MINUTE,
    perMinute: config.ENROLMENTS_PER_MINUTE,
  },
  connectivity: {
    ...hold,
    heartbeatMs: config.HEARTBEAT_SECONDS * 1000,
    staleAfterMs: config.STALE_AFTER_SECONDS * 1000,
    offlineAfterMs: config.OFFLINE_AFTER_SECONDS * 1000,
  },
  reports: { ...reports, offlineForMs: config.OFFLINE_EVENT_AFTER_SECONDS * 1000 },
  warnings,
  retention: {
    inferenceDays: config.INFERENCE_DAYS,
    failureDays: config.FAILURE_DAYS,
    vitalsDays: config.VITALS_DAYS,
    rollupMinuteDays: config.ROLLUP_MINUTE_DAYS,
    rollupHourDays: config.ROLLUP_HOUR_DAYS,
    previewDays: config.PREVIEW_DAYS,
    previewsPerDevice: config.PREVIEWS_PER_DEVICE,
    commandFileDays: config.COMMAND_FILE_DAYS,
  },
  previewsPerDay: config.PREVIEWS_PER_DAY,
  commands: { perMinute: config.COMMANDS_PER_MINUTE, filesPerDay: config.COMMAND_FILES_PER_DAY },
});

/** What holds when nothing is configured. */
export const usualSettings: DevicesSettings = devicesSettings(schema.parse({}));
