import { blobConfig, databaseConfig, processConfig } from '@tutti/service-kit';
import { z } from 'zod';

/** Configuration of a process that runs this service alone. */
export const datasetsProcessConfig = z.object({ ...processConfig, ...databaseConfig, ...blobConfig });
