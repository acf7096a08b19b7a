import { blobConfig, databaseConfig, processConfig } from '@tutti/service-kit';
import { z } from 'zod';

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
};

/** Configuration of a process that runs this service alone. */
export const datasetsProcessConfig = z.object({
  ...processConfig,
  ...databaseConfig,
  ...blobConfig,
  ...datasetsConfig,
});
