import { ProjectionRunner, type ProjectionRunnerOptions } from '@tutti/runtime';
import { deploymentListProjection } from './device-deployment/deployment-list.projection';
import { deploymentListTable } from './device-deployment/deployment-list.table';
import { installationListProjection } from './device-deployment/installation-list.projection';
import { installationListTable } from './device-deployment/installation-list.table';
import { introductionListProjection } from './fleet/introduction-list.projection';
import { introductionListTable } from './fleet/introduction-list.table';
import { savedGroupListProjection } from './fleet/saved-group-list.projection';
import { savedGroupListTable } from './fleet/saved-group-list.table';
import { callingDevices, reachableDevices } from './fleet/shared-read-models';
import { deployableModelListProjection } from './model/deployable-model-list.projection';
import { deployableModelListTable } from './model/deployable-model-list.table';
import { deployingStreamListProjection } from './model/deploying-stream-list.projection';
import { deployingStreamListTable } from './model/deploying-stream-list.table';
import { rolloutListProjection } from './rollout/rollout-list.projection';
import { rolloutListTable } from './rollout/rollout-list.table';
import { rolloutTemplateListProjection } from './template/rollout-template-list.projection';
import { rolloutTemplateListTable } from './template/rollout-template-list.table';

type Common = Omit<ProjectionRunnerOptions<never, never>, 'projection' | 'table'>;

/** The read models of this service. */
export const deploymentReadModels = {
  rollouts: { projection: rolloutListProjection, table: rolloutListTable },
  deployments: { projection: deploymentListProjection, table: deploymentListTable },
  installations: { projection: installationListProjection, table: installationListTable },
  fleetDevices: callingDevices,
  fleet: reachableDevices,
  introductions: { projection: introductionListProjection, table: introductionListTable },
  savedGroups: { projection: savedGroupListProjection, table: savedGroupListTable },
  models: { projection: deployableModelListProjection, table: deployableModelListTable },
  streams: { projection: deployingStreamListProjection, table: deployingStreamListTable },
  templates: { projection: rolloutTemplateListProjection, table: rolloutTemplateListTable },
};

export const openProjections = (common: Common) => ({
  rollouts: new ProjectionRunner({ ...common, ...deploymentReadModels.rollouts }),
  // Waves of offers, and the answers to them, come many at a time.
  deployments: new ProjectionRunner({ ...common, ...deploymentReadModels.deployments, restMs: 100 }),
  installations: new ProjectionRunner({ ...common, ...deploymentReadModels.installations, restMs: 100 }),
  fleetDevices: new ProjectionRunner({ ...common, ...deploymentReadModels.fleetDevices }),
  fleet: new ProjectionRunner({ ...common, ...deploymentReadModels.fleet }),
  introductions: new ProjectionRunner({ ...common, ...deploymentReadModels.introductions }),
  savedGroups: new ProjectionRunner({ ...common, ...deploymentReadModels.savedGroups }),
  models: new ProjectionRunner({ ...common, ...deploymentReadModels.models }),
  streams: new ProjectionRunner({ ...common, ...deploymentReadModels.streams }),
  templates: new ProjectionRunner({ ...common, ...deploymentReadModels.templates }),
});

export type Projections = ReturnType<typeof openProjections>;
