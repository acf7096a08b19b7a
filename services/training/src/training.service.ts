import { fileURLToPath } from 'node:url';
import { openBlobs, type OpenService, type Service } from '@tutti/service-kit';
import type { TrainingConfig } from './config';
import { Training } from './open-training';
import { TrainingModule } from './training.module';

interface Places {
  readonly BLOBS: string;
}

/** Programs are bundled beside each other: `dist/<service>/main.mjs`. */
const modelInspector = fileURLToPath(new URL('../training/inspect-model.mjs', import.meta.url));

/** The training service, for the process that mounts it. */
export const trainingService: Service<TrainingConfig & Places, OpenService> = {
  name: 'training',
  open: async (foundation, config) => {
    const { connection } = foundation;
    const training = await Training.open({
      ...foundation,
      blobs: await openBlobs(config.BLOBS, { connection, service: 'training' }),
      runMinutes: config.RUN_MINUTES,
      modelInspector,
      signingKeyFile: foundation.nats.modelSigningKeyFile,
      readyMadeModels: config.READY_MADE_MODELS,
    });
    return { module: TrainingModule.register(training), runners: training.runners };
  },
};
