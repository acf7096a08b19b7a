import { blobConfig, databaseConfig, processConfig } from '@tutti/service-kit';
import { z } from 'zod';
import { megabyte, type FrameCaps } from './frame/frame-size';

const count = (usual: number, least = 1) => z.coerce.number().int().min(least).default(usual);
/** No picture of a device is larger. */
const leastMegabytes = 20;

/** Configuration of the datasets service, to be spread into that of the process it runs in. */
export const datasetsConfig = {
  UPLOAD_BYTES: z.coerce
    .number()
    .int()
    .min(1024 * 1024)
    .max(1024 ** 4)
    .default(16 * 1024 ** 3)
    .describe('Bytes that one uploaded archive may have; 16 GiB.'),
  IMPORT_IDLE_MINUTES: z.coerce
    .number()
    .min(1)
    .default(60)
    .describe(
      'Minutes without a picture after which an import of pictures sent one by one is finished by itself.',
    ),
  FRAME_DAYS: count(90).describe('Days that pictures which devices chose and sent are kept.'),
  FRAMES_PER_DEVICE: count(20_000).describe('Such pictures that are kept of each device, the newest.'),
  FRAME_MB_PER_DEVICE: count(2000, leastMegabytes).describe('MB that these may take.'),
  FRAMES: count(500_000).describe('Such pictures that are kept of all devices together.'),
  FRAME_MB: count(20_000, leastMegabytes).describe(
    'MB that these may take. With `BLOBS=nats` stay well below `BLOB_BYTES`.',
  ),
  FRAME_MB_PER_DAY: count(1000, leastMegabytes).describe(
    'MB of such pictures that a device may send in a day; each replica counts for itself.',
  ),
};

/** Configuration of a process that runs this service alone. */
export const datasetsProcessConfig = z.object({
  ...processConfig,
  ...databaseConfig,
  ...blobConfig,
  ...datasetsConfig,
});

const schema = z.object(datasetsConfig);
export type DatasetsConfig = z.output<typeof schema>;

export interface DatasetsSettings {
  readonly frameDays: number;
  readonly frameCaps: FrameCaps;
  readonly frameMegabytesPerDay: number;
}

/** The service's settings in its own words. */
export const datasetsSettings = (config: DatasetsConfig): DatasetsSettings => ({
  frameDays: config.FRAME_DAYS,
  frameCaps: {
    device: { count: config.FRAMES_PER_DEVICE, bytes: config.FRAME_MB_PER_DEVICE * megabyte },
    all: { count: config.FRAMES, bytes: config.FRAME_MB * megabyte },
  },
  frameMegabytesPerDay: config.FRAME_MB_PER_DAY,
});

/** What holds when nothing is configured. */
export const usualSettings: DatasetsSettings = datasetsSettings(schema.parse({}));
