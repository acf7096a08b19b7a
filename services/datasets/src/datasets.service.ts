import { openBlobs, type OpenService, type Service } from '@tutti/service-kit';
import { DatasetsModule } from './datasets.module';
import { Datasets } from './open-datasets';

interface Places {
  readonly BLOBS: string;
}

/** The datasets service, for the process that mounts it. */
export const datasetsService: Service<Places, OpenService> = {
  name: 'datasets',
  open: async (foundation, config) => {
    const { connection } = foundation;
    const datasets = await Datasets.open({
      ...foundation,
      blobs: await openBlobs(config.BLOBS, { connection, service: 'datasets' }),
    });
    return { module: DatasetsModule.register(datasets), runners: datasets.runners };
  },
};
