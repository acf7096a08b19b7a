import { openDatabase } from '@tutti/database';
import { runtimeEntities, runtimeMigrations } from '@tutti/runtime';
import { fleetDeviceListTable, reachableDeviceListTable, usedTokenTable } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import { deploymentListTable } from '../device-deployment/deployment-list.table';
import { deploymentProgressTable } from '../device-deployment/deployment-progress.table';
import { installationListTable } from '../device-deployment/installation-list.table';
import { deviceFactsTable } from '../fleet/device-facts.table';
import { introductionListTable } from '../fleet/introduction-list.table';
import { savedGroupListTable } from '../fleet/saved-group-list.table';
import { CreateDeployments1795824000110 } from '../migrations/create-deployments.migration';
import { CreatePlans1795737600300 } from '../migrations/create-plans.migration';
import { CreateRollouts1795737600330 } from '../migrations/create-rollouts.migration';
import { deployableModelListTable } from '../model/deployable-model-list.table';
import { deployingStreamListTable } from '../model/deploying-stream-list.table';
import { rolloutListTable } from '../rollout/rollout-list.table';
import { rolloutTemplateListTable } from '../template/rollout-template-list.table';

const views = [
  rolloutListTable,
  deploymentListTable,
  installationListTable,
  fleetDeviceListTable,
  reachableDeviceListTable,
  introductionListTable,
  savedGroupListTable,
  deployableModelListTable,
  deployingStreamListTable,
  rolloutTemplateListTable,
];
const primary = [deploymentProgressTable, usedTokenTable, deviceFactsTable];

export const openDeploymentDatabase = (url: string): Promise<DataSource> =>
  openDatabase({
    name: 'deployment',
    url,
    entities: [...runtimeEntities, ...views, ...primary],
    migrations: [
      ...runtimeMigrations,
      CreateDeployments1795824000110,
      CreatePlans1795737600300,
      CreateRollouts1795737600330,
    ],
  });
