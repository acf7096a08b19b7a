import { FolderBlobStore } from '@tutti/blob-store';
import type { OpenService, Service } from '@tutti/service-kit';
import { DatasetsModule } from './datasets.module';
import { Datasets } from './open-datasets';

interface Places {
  /** Shared by all replicas. */
  readonly BLOBS_DIR: string;
}

/** The datasets service, for the process that mounts it. */
export const datasetsService: Service<Places, OpenService> = {
  name: 'datasets',
  open: async (foundation, config) => {
    const datasets = await Datasets.open({
      ...foundation,
      blobs: await FolderBlobStore.open(config.BLOBS_DIR),
    });
    return { module: DatasetsModule.register(datasets), runners: datasets.runners };
  },
};
