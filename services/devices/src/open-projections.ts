import { ProjectionRunner, type ProjectionRunnerOptions } from '@tutti/runtime';
import { carryIntoNewRows } from './device/carried';
import { deviceListProjection } from './device/device-list.projection';
import { deviceListTable } from './device/device-list.table';
import { deviceCommandListProjection } from './device-command/device-command-list.projection';
import { deviceCommandListTable } from './device-command/device-command-list.table';
import { deviceGroupListProjection } from './device-group/device-group-list.projection';
import { deviceGroupListTable } from './device-group/device-group-list.table';
import { enrolmentTokenListProjection } from './enrolment-token/enrolment-token-list.projection';
import { enrolmentTokenListTable } from './enrolment-token/enrolment-token-list.table';
import { revocationProjection } from './revocation/revocation.projection';
import { revocationTable } from './revocation/revocation.table';

type Common = Omit<ProjectionRunnerOptions<never, never>, 'projection' | 'table'>;

/** The read models of this service. */
export const devicesReadModels = {
  devices: { projection: deviceListProjection, table: deviceListTable, created: carryIntoNewRows },
  tokens: { projection: enrolmentTokenListProjection, table: enrolmentTokenListTable },
  deviceCommands: { projection: deviceCommandListProjection, table: deviceCommandListTable },
  groups: { projection: deviceGroupListProjection, table: deviceGroupListTable },
  revocations: { projection: revocationProjection, table: revocationTable },
};

export const openProjections = (common: Common) => ({
  devices: new ProjectionRunner({ ...common, ...devicesReadModels.devices }),
  tokens: new ProjectionRunner({ ...common, ...devicesReadModels.tokens }),
  deviceCommands: new ProjectionRunner({ ...common, ...devicesReadModels.deviceCommands }),
  groups: new ProjectionRunner({ ...common, ...devicesReadModels.groups }),
  revocations: new ProjectionRunner({ ...common, ...devicesReadModels.revocations }),
});

export type Projections = ReturnType<typeof openProjections>;
