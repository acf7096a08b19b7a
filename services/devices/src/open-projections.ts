import { ProjectionRunner, type ProjectionRunnerOptions } from '@tutti/runtime';
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
export const openProjections = (common: Common) => ({
  devices: new ProjectionRunner({ ...common, projection: deviceListProjection, table: deviceListTable }),
  tokens: new ProjectionRunner({
    ...common,
    projection: enrolmentTokenListProjection,
    table: enrolmentTokenListTable,
  }),
  deviceCommands: new ProjectionRunner({
    ...common,
    projection: deviceCommandListProjection,
    table: deviceCommandListTable,
  }),
  groups: new ProjectionRunner({
    ...common,
    projection: deviceGroupListProjection,
    table: deviceGroupListTable,
  }),
  revocations: new ProjectionRunner({ ...common, projection: revocationProjection, table: revocationTable }),
});

export type Projections = ReturnType<typeof openProjections>;
