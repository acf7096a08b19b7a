import { Inject, Module, type DynamicModule, type OnModuleDestroy } from '@nestjs/common';
import { AboutModule, DEVICE_VERIFIER, GRPC_SERVICES, RunnersModule } from '@tutti/service-kit';
import { DeploymentController, InstallationController } from './device-deployment/deployment.controller';
import { deploymentGrpc } from './device-deployment/deployment.grpc';
import { Deployment } from './open-deployment';
import { DOORS } from './open-doors';
import { RolloutController } from './rollout/rollout.controller';
import { rolloutGrpc } from './rollout/rollout.grpc';
import { RolloutTemplateController } from './template/rollout-template.controller';
import { rolloutTemplateGrpc } from './template/rollout-template.grpc';

/** Doors of the deployment service. Closes it when it is destroyed. */
@Module({})
export class DeploymentModule implements OnModuleDestroy {
  constructor(@Inject(Deployment) private readonly deployment: Deployment) {}

  static register(deployment: Deployment): DynamicModule {
    return {
      module: DeploymentModule,
      imports: [
        RunnersModule.of('deployment', deployment.runners, deployment.parts.base),
        AboutModule.of('deployment', deployment.parts.base),
      ],
      controllers: [
        DeploymentController,
        InstallationController,
        RolloutController,
        RolloutTemplateController,
      ],
      providers: [
        { provide: Deployment, useValue: deployment },
        { provide: GRPC_SERVICES, useValue: [deploymentGrpc, rolloutGrpc, rolloutTemplateGrpc] },
        { provide: DOORS, useValue: deployment.parts.doors },
        { provide: DEVICE_VERIFIER, useValue: deployment.parts.doors.deployments.verifier },
      ],
    };
  }

  async onModuleDestroy(): Promise<void> {
    await this.deployment.close();
  }
}
