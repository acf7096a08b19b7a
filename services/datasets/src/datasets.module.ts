import { Inject, Module, type DynamicModule, type OnModuleDestroy } from '@nestjs/common';
import { AboutModule, DEVICE_VERIFIER, GRPC_SERVICES, RunnersModule } from '@tutti/service-kit';
import { DatasetController } from './dataset/dataset.controller';
import { datasetGrpc } from './dataset/dataset.grpc';
import { DatasetExportController } from './export/dataset-export.controller';
import { ImportController } from './import/import.controller';
import { importGrpc } from './import/import.grpc';
import { UploadsController } from './import/uploads.controller';
import { FrameUploadController } from './frame/frame-upload.controller';
import { frameGrpc } from './frame/frame.grpc';
import { FrameController } from './frame/frame.controller';
import { DatasetItemsController } from './item/dataset-items.controller';
import { ItemController } from './item/item.controller';
import { itemGrpc } from './item/item.grpc';
import { AddPictureController, PictureController } from './item/picture.controller';
import { pictureGrpc } from './item/picture.grpc';
import { JobDataController } from './job-data/job-data.controller';
import { LabelSchemaController } from './label-schema/label-schema.controller';
import { labelSchemaGrpc } from './label-schema/label-schema.grpc';
import { Datasets } from './open-datasets';
import { DOORS } from './open-doors';
import { DatasetVersionController } from './version/dataset-version.controller';
import { datasetVersionGrpc } from './version/dataset-version.grpc';

const grpcServices = [
  datasetGrpc,
  labelSchemaGrpc,
  itemGrpc,
  pictureGrpc,
  datasetVersionGrpc,
  importGrpc,
  frameGrpc,
];

/** Doors of the datasets service. Closes it when it is destroyed. */
@Module({})
export class DatasetsModule implements OnModuleDestroy {
  constructor(@Inject(Datasets) private readonly datasets: Datasets) {}

  static register(datasets: Datasets): DynamicModule {
    return {
      module: DatasetsModule,
      imports: [
        RunnersModule.of('datasets', datasets.runners, datasets.parts.base),
        AboutModule.of('datasets', datasets.parts.base),
      ],
      controllers: [
        DatasetController,
        DatasetItemsController,
        AddPictureController,
        ItemController,
        PictureController,
        LabelSchemaController,
        DatasetVersionController,
        DatasetExportController,
        ImportController,
        UploadsController,
        FrameUploadController,
        FrameController,
        JobDataController,
      ],
      providers: [
        { provide: Datasets, useValue: datasets },
        { provide: GRPC_SERVICES, useValue: grpcServices },
        { provide: DOORS, useValue: datasets.parts.doors },
        { provide: DEVICE_VERIFIER, useValue: datasets.parts.doors.verifier },
      ],
    };
  }

  async onModuleDestroy(): Promise<void> {
    await this.datasets.close();
  }
}
