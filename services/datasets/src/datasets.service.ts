import { openBlobs, type OpenService, type Service } from '@tutti/service-kit';
import { datasetsSettings, type DatasetsConfig } from './config';
import { DatasetsModule } from './datasets.module';
import { Datasets } from './open-datasets';

interface Places {
  readonly BLOBS: string;
}

/** The datasets service, for the process that mounts it. */
export const datasetsService: Service<DatasetsConfig & Places, OpenService> = {
  name: 'datasets',
  open: async (foundation, config) => {
    const { connection } = foundation;
    const datasets = await Datasets.open({
      ...foundation,
      blobs: await openBlobs(config.BLOBS, { connection, service: 'datasets' }),
      uploadBytes: config.UPLOAD_BYTES,
      importIdleMs: config.IMPORT_IDLE_MINUTES * 60_000,
      settings: datasetsSettings(config),
    });
    return { module: DatasetsModule.register(datasets), runners: datasets.runners };
  },
};
