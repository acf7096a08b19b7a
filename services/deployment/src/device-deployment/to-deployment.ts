import type { Deployment } from '@tutti/contracts/deployment';
import type { DeploymentRow } from './deployment-list.projection';
import type { DeploymentProgressRow } from './deployment-progress.table';

/** A deployment with what its device said last, and the names of what it is about. */
export interface ShownDeployment {
  readonly row: DeploymentRow;
  readonly progress: DeploymentProgressRow | null;
  readonly deviceName: string | undefined;
  readonly rolloutName: string | undefined;
}

export const time = (at: number): string => new Date(at).toISOString();
export const timeOrNull = (at: number | null): string | null => (at === null ? null : time(at));

const progressOf = (
  { step }: DeploymentRow,
  progress: DeploymentProgressRow | null,
): Deployment['progress'] => {
  if (progress?.kind === 'download' && step === 'download')
    return { kind: 'download', bytes: progress.done, total: progress.total ?? progress.done };
  if (progress?.kind === 'soak' && step === 'confirm')
    return { kind: 'soak', results: progress.done, meanScore: progress.meanScore };
  return null;
};

export const toDeployment = ({ row, progress, deviceName, rolloutName }: ShownDeployment): Deployment => {
  const { standing: _, terms: __, failureCode: ___, modelId: ____, ...rest } = row;
  return {
    ...rest,
    rolloutName: rolloutName ?? '',
    deviceName: deviceName ?? row.deviceId,
    progress: progressOf(row, progress),
    deadline: timeOrNull(row.deadline),
    deferredUntil: timeOrNull(row.deferredUntil),
    offeredAt: time(row.offeredAt),
    changedAt: time(row.changedAt),
    endedAt: timeOrNull(row.endedAt),
  };
};
