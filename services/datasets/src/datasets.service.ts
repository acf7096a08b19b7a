import { openBlobs, type OpenService, type Service } from '@tutti/service-kit';
import { DatasetsModule } from './datasets.module';
import { Datasets } from './open-datasets';

interface Settings {
  readonly BLOBS: string;
  readonly UPLOAD_BYTES: number;
  readonly IMPORT_IDLE_MINUTES: number;
}

/** The datasets service, for the process that mounts it. */
export const datasetsService: Service<Settings, OpenService> = {
  name: 'datasets',
  open: async (foundation, config) => {
    const { connection } = foundation;
    const datasets = await Datasets.open({
      ...foundation,
      blobs: await openBlobs(config.BLOBS, { connection, service: 'datasets' }),
      uploadBytes: config.UPLOAD_BYTES,
      importIdleMs: config.IMPORT_IDLE_MINUTES * 60_000,
    });
    return { module: DatasetsModule.register(datasets), runners: datasets.runners };
  },
};
