import { Inject, Module, type DynamicModule, type OnModuleDestroy } from '@nestjs/common';
import { AboutModule, GRPC_SERVICES, RunnersModule } from '@tutti/service-kit';
import { aliasGrpc } from './model/alias.grpc';
import { AliasController } from './model/alias.controller';
import { LineageController } from './model/lineage.controller';
import { ModelArtifactController } from './model/model-artifact.controller';
import { ModelUploadsController } from './model/model-uploads.controller';
import { modelGrpc } from './model/model.grpc';
import { ModelController } from './model/model.controller';
import { JobController } from './job/job.controller';
import { DOORS } from './open-doors';
import { Training } from './open-training';
import { RunController } from './run/run.controller';
import { runGrpc } from './run/run.grpc';
import { SolutionController } from './solution/solution.controller';
import { solutionGrpc } from './solution/solution.grpc';
import { StreamController } from './stream/stream.controller';
import { streamGrpc } from './stream/stream.grpc';

/** Doors of the training service. Closes it when it is destroyed. */
@Module({})
export class TrainingModule implements OnModuleDestroy {
  constructor(@Inject(Training) private readonly training: Training) {}

  static register(training: Training): DynamicModule {
    return {
      module: TrainingModule,
      imports: [
        RunnersModule.of('training', training.runners, training.parts.base),
        AboutModule.of('training', training.parts.base),
      ],
      controllers: [
        SolutionController,
        StreamController,
        RunController,
        JobController,
        AliasController,
        ModelController,
        ModelArtifactController,
        ModelUploadsController,
        LineageController,
      ],
      providers: [
        { provide: Training, useValue: training },
        { provide: GRPC_SERVICES, useValue: [solutionGrpc, streamGrpc, runGrpc, modelGrpc, aliasGrpc] },
        { provide: DOORS, useValue: training.parts.doors },
      ],
    };
  }

  async onModuleDestroy(): Promise<void> {
    await this.training.close();
  }
}
