import type { DeploymentEvent, RunningModel } from '@tutti/contracts/deployment';
import type { Projection, Recorded } from '@tutti/kernel';

/** One statement of what judges on a device, for ever. */
export interface InstallationRow {
  readonly id: string;
  readonly deviceId: string;
  readonly deploymentId: string;
  readonly how: 'activated' | 'restored';
  /** Null: nothing does. */
  readonly model: RunningModel | null;
  /** Of a model that was deployed by this. */
  readonly modelId: string | null;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly position: number;
  /** Of the deployment: statements of one commit have one position. */
  readonly version: number;
}

type Stating = Extract<
  DeploymentEvent,
  {
    type:
      | 'DeploymentActivated'
      | 'DeploymentAlreadyInstalled'
      | 'DeploymentRolledBack'
      | 'DeploymentCancelled'
      | 'DeploymentReportedLate';
  }
>;
type Statement = Pick<InstallationRow, 'how' | 'model' | 'modelId'>;

const restored = (model: RunningModel | null): Statement => ({ how: 'restored', model, modelId: null });

const statementOf = (event: Stating): Statement | undefined => {
  switch (event.type) {
    case 'DeploymentActivated':
    case 'DeploymentAlreadyInstalled': {
      if ('shadow' in event.data) return undefined;
      const { modelId, name, version, artifact } = event.data.model;
      return { how: 'activated', model: { name, version, digest: artifact.digest }, modelId };
    }
    case 'DeploymentRolledBack':
      return restored(event.data.restored);
    case 'DeploymentCancelled':
      return event.data.running === undefined ? undefined : restored(event.data.running);
    case 'DeploymentReportedLate': {
      const { report, shadow } = event.data;
      if (shadow) return undefined;
      if (report.state === 'rolled-back') return restored(report.restored);
      return report.state === 'cancelled' ? restored(report.running) : undefined;
    }
    default:
      return event satisfies never;
  }
};

const project = (
  _: InstallationRow | undefined,
  { id, event, aggregateId: deploymentId, aggregateVersion: version, time, position }: Recorded<Stating>,
): InstallationRow | undefined => {
  const statement = statementOf(event);
  const { deviceId } = event.data;
  return statement && { id, deviceId, deploymentId, ...statement, at: time.getTime(), position, version };
};

export const installationListProjection: Projection<InstallationRow, Stating> = {
  name: 'installation-list',
  version: 1,
  subjects: ['evt.deployment.device-deployment.*'],
  handles: [
    'DeploymentActivated',
    'DeploymentAlreadyInstalled',
    'DeploymentRolledBack',
    'DeploymentCancelled',
    'DeploymentReportedLate',
  ],
  key: ({ id }) => id,
  project,
};
