import { openBlobs, type OpenService, type Service } from '@tutti/service-kit';
import { DeploymentModule } from './deployment.module';
import { Deployment } from './open-deployment';

interface Places {
  readonly BLOBS: string;
}

/** The deployment service, for the process that mounts it. */
export const deploymentService: Service<Places, OpenService> = {
  name: 'deployment',
  open: async (foundation, config) => {
    const { connection } = foundation;
    const deployment = await Deployment.open({
      ...foundation,
      blobs: await openBlobs(config.BLOBS, { connection, service: 'deployment' }),
    });
    return { module: DeploymentModule.register(deployment), runners: deployment.runners };
  },
};
