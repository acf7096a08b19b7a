import type {
  ClosedDeploymentStatus,
  DeploymentEvent,
  DeploymentStatus,
  DeploymentStep,
} from '@tutti/contracts/deployment';

/** How far a device is known to have come. Each says that those before it happened, too. */
export const stages = ['offered', 'accepted', 'downloaded', 'verified', 'warmed-up', 'active'] as const;
export type Stage = (typeof stages)[number];
export type CancelCause = Extract<DeploymentEvent, { type: 'DeploymentCancelled' }>['data']['cause'];

/** How a deployment stands, by its events. */
export interface Standing {
  readonly stage: Stage;
  /** The opening of the window that the device waits for; null once it is active. */
  readonly deferredUntil: string | null;
  readonly deferrals: number;
  /** How often the device was asked to stop. */
  readonly cancels: number;
  /** Why it is asked to stop; null when it is not. What it does meanwhile counts all the same. */
  readonly cancelling: CancelCause | null;
  readonly ended: ClosedDeploymentStatus | null;
  /** The device itself said that it ended. */
  readonly heard: boolean;
}

export const atOffer: Standing = {
  stage: 'offered',
  deferredUntil: null,
  deferrals: 0,
  cancels: 0,
  cancelling: null,
  ended: null,
  heard: false,
};

export const isBefore = (one: Stage, other: Stage): boolean => stages.indexOf(one) < stages.indexOf(other);

const reached = (standing: Standing, stage: Stage): Standing => ({
  ...standing,
  stage: isBefore(standing.stage, stage) ? stage : standing.stage,
  deferredUntil: stage === 'active' ? null : standing.deferredUntil,
});

const ended = (standing: Standing, status: ClosedDeploymentStatus, heard: boolean): Standing => ({
  ...standing,
  deferredUntil: null,
  cancelling: null,
  ended: status,
  heard,
});

const unheard: readonly CancelCause[] = ['forced', 'unanswered'];

const openAfter = (standing: Standing, event: DeploymentEvent): Standing => {
  switch (event.type) {
    case 'DeploymentOffered':
    case 'DeploymentRestored':
    case 'DeploymentReportedLate':
      return standing;
    case 'DeploymentAccepted':
      return reached(standing, 'accepted');
    case 'DeploymentDeferred':
      return {
        ...reached(standing, 'accepted'),
        deferredUntil: event.data.until,
        deferrals: standing.deferrals + 1,
      };
    case 'DeploymentDownloaded':
      return reached(standing, 'downloaded');
    case 'DeploymentVerified':
      return reached(standing, 'verified');
    case 'DeploymentWarmedUp':
      return reached(standing, 'warmed-up');
    case 'DeploymentActivated':
      return reached(standing, 'active');
    case 'DeploymentCancelRequested':
      return { ...standing, cancels: event.data.cancel, cancelling: event.data.cause };
    case 'DeploymentCancelRefused':
      return { ...standing, cancelling: null };
    case 'DeploymentConfirmed':
      return ended(standing, 'confirmed', true);
    case 'DeploymentCompared':
      return ended(standing, 'compared', true);
    case 'DeploymentAlreadyInstalled':
      return ended(standing, 'already-installed', true);
    case 'DeploymentRolledBack':
      return ended(standing, 'rolled-back', true);
    case 'DeploymentFailed':
      return ended(standing, 'failed', true);
    case 'DeploymentTimedOut':
      return ended(standing, 'timed-out', false);
    case 'DeploymentCancelled':
      return ended(standing, 'cancelled', !unheard.includes(event.data.cause));
    case 'DeploymentSuperseded':
      return ended(standing, 'superseded', false);
    case 'DeploymentDecommissioned':
      return ended(standing, 'decommissioned', false);
    default:
      return event satisfies never;
  }
};

export const standingAfter = (standing: Standing, event: DeploymentEvent): Standing =>
  standing.ended === null ? openAfter(standing, event) : standing;

export const statusOf = ({ ended: end, cancelling, deferredUntil, stage }: Standing): DeploymentStatus => {
  if (end !== null) return end;
  if (cancelling !== null) return 'cancelling';
  return deferredUntil === null ? stage : 'deferred';
};

const steps: Readonly<Record<Stage, DeploymentStep>> = {
  offered: 'accept',
  accepted: 'download',
  downloaded: 'install',
  verified: 'install',
  'warmed-up': 'activate',
  active: 'confirm',
};

/** What the device does next. One that waits for its window has the model already. */
export const stepOf = ({ stage, deferredUntil }: Standing): DeploymentStep =>
  deferredUntil === null ? steps[stage] : 'activate';
