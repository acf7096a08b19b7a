import { databaseConfig, processConfig } from '@tutti/service-kit';
import { z } from 'zod';

/** Configuration of a process that runs this service alone. */
export const datasetsProcessConfig = z.object({
  ...processConfig,
  ...databaseConfig,
  BLOBS_DIR: z.string().describe('Folder of pictures and manifests, shared by all replicas.'),
});
