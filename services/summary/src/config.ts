import { processConfig } from '@tutti/service-kit';
import { z } from 'zod';

/** Configuration of a process that runs this service alone. */
export const summaryProcessConfig = z.object(processConfig);
