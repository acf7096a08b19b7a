import { blobConfig, databaseConfig, processConfig } from '@tutti/service-kit';
import { z } from 'zod';

/** Configuration of a process that runs this service alone. It has none of its own. */
export const deploymentProcessConfig = z.object({ ...processConfig, ...databaseConfig, ...blobConfig });
