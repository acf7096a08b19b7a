import type { DeployedModel, DeploymentEvent, RunningModel } from '@tutti/contracts/deployment';
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
      | 'DeploymentRestored'
      | 'DeploymentReportedLate';
  }
>;
type Statement = Pick<InstallationRow, 'how' | 'model' | 'modelId'>;

const restored = (model: RunningModel | null): Statement => ({ how: 'restored', model, modelId: null });

const deployed = (model: DeployedModel, how: Statement['how']): Statement => {
  const { modelId, name, version, artifact } = model;
  return { how, model: { name, version, digest: artifact.digest }, modelId };
};

const statementOf = (event: Stating): Statement | undefined => {
  switch (event.type) {
    case 'DeploymentActivated':
    case 'DeploymentAlreadyInstalled':
      return 'shadow' in event.data ? undefined : deployed(event.data.model, 'activated');
    case 'DeploymentRestored':
      return deployed(event.data.model, 'restored');
    case 'DeploymentRolledBack':
      return restored(event.data.restored);
    case 'DeploymentCancelled':
      return event.data.running === undefined ? undefined : restored(event.data.running);
    case 'DeploymentReportedLate': {
      const { report, judges, shadow } = event.data;
      if (shadow) return undefined;
      if (judges) return deployed(judges, 'activated');
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
    'DeploymentRestored',
    'DeploymentReportedLate',
  ],
  key: ({ id }) => id,
  project,
};
