import type { Projection, Recorded } from '@tutti/kernel';
import {
  deploymentEndTypes,
  type DeployedModel,
  type Deployment,
  type DeploymentEvent,
  type DeploymentMode,
  type DeploymentStatus,
  type DeploymentStep,
  type DeviceFailure,
  type ShadowComparison,
} from '@tutti/contracts/deployment';
import { deadlineOf, timedAfter, type Terms } from './deadline.state';
import { atOffer, statusOf, stepOf, type CancelCause, type Standing } from './standing.state';

/** One deployment as the log tells it. Times in milliseconds since 1970. */
export interface DeploymentRow {
  readonly id: string;
  readonly rolloutId: string;
  readonly deviceId: string;
  readonly group: number;
  readonly attempt: number;
  readonly modelId: string;
  readonly model: DeployedModel;
  readonly mode: DeploymentMode;
  readonly status: DeploymentStatus;
  readonly step: DeploymentStep | null;
  readonly deadline: number | null;
  readonly deferredUntil: number | null;
  readonly failure: DeviceFailure | null;
  readonly failureCode: string | null;
  readonly cancelCause: CancelCause | null;
  readonly cancelRefusal: string | null;
  readonly results: number | null;
  readonly meanScore: number | null;
  readonly comparison: ShadowComparison | null;
  readonly late: Deployment['late'];
  readonly offeredAt: number;
  readonly changedAt: number;
  readonly endedAt: number | null;
  readonly version: number;
  /** What the next event is judged by. */
  readonly standing: Standing;
  readonly terms: Terms;
}

type Offered = Extract<DeploymentEvent, { type: 'DeploymentOffered' }>['data'];

const offered = (
  { aggregateId, aggregateVersion, time }: Recorded,
  { rolloutId, deviceId, group, attempt, wish, stepMinutes }: Offered,
): DeploymentRow => {
  const { mode, confirmation, shadowMinutes, jitterSeconds, model } = wish;
  const terms: Terms = {
    wish: { mode, confirmation, jitterSeconds, ...(shadowMinutes === undefined ? {} : { shadowMinutes }) },
    stepMinutes,
  };
  const at = time.getTime();
  return {
    ...{ id: aggregateId, rolloutId, deviceId, group, attempt, modelId: model.modelId, model, mode, terms },
    ...{ status: statusOf(atOffer), step: stepOf(atOffer), standing: atOffer },
    ...{ deadline: deadlineOf(atOffer, terms, at), deferredUntil: null },
    ...{ failure: null, failureCode: null, cancelCause: null, cancelRefusal: null },
    ...{ results: null, meanScore: null, comparison: null, late: null },
    ...{ offeredAt: at, changedAt: at, endedAt: null, version: aggregateVersion },
  };
};

const failedWith = (failure: DeviceFailure): Partial<DeploymentRow> => ({
  failure,
  failureCode: failure.code,
});

/** What an event says beyond where the deployment stands. */
const told = (event: DeploymentEvent): Partial<DeploymentRow> => {
  switch (event.type) {
    case 'DeploymentConfirmed':
      return { results: event.data.results, meanScore: event.data.meanScore };
    case 'DeploymentRolledBack': {
      const { failure, results, meanScore } = event.data;
      return { ...failedWith(failure), results, meanScore };
    }
    case 'DeploymentFailed':
      return failedWith(event.data.failure);
    case 'DeploymentTimedOut': {
      const { step } = event.data;
      return failedWith({
        code: `timed-out.${step}`,
        message: `The device did not end the step ${step} in time.`,
      });
    }
    case 'DeploymentCompared':
      return { comparison: event.data.comparison };
    case 'DeploymentCancelRequested':
      return { cancelCause: event.data.cause, cancelRefusal: null };
    case 'DeploymentCancelRefused':
      return { cancelCause: null, cancelRefusal: event.data.reason };
    case 'DeploymentCancelled':
      return { cancelCause: event.data.cause };
    case 'DeploymentReportedLate':
      return { late: event.data.report };
    default:
      return {};
  }
};

const changed = (row: DeploymentRow, event: DeploymentEvent, at: number): DeploymentRow => {
  const before = { standing: row.standing, deadline: row.deadline ?? at };
  const { standing, deadline } = timedAfter(before, row.terms, event, at);
  const { deferredUntil } = standing;
  const isOpen = standing.ended === null;
  return {
    ...row,
    ...told(event),
    standing,
    status: statusOf(standing),
    step: isOpen ? stepOf(standing) : null,
    deadline: isOpen ? deadline : null,
    deferredUntil: deferredUntil === null ? null : Date.parse(deferredUntil),
    endedAt: isOpen ? null : (row.endedAt ?? at),
    changedAt: at,
  };
};

const project = (
  row: DeploymentRow | undefined,
  recorded: Recorded<DeploymentEvent>,
): DeploymentRow | undefined => {
  const { event, aggregateVersion: version, time } = recorded;
  if (event.type === 'DeploymentOffered') return offered(recorded, event.data);
  return row && { ...changed(row, event, time.getTime()), version };
};

export const deploymentListProjection: Projection<DeploymentRow, DeploymentEvent> = {
  name: 'deployment-list',
  version: 1,
  subjects: ['evt.deployment.device-deployment.*'],
  handles: [
    'DeploymentOffered',
    'DeploymentAccepted',
    'DeploymentDeferred',
    'DeploymentDownloaded',
    'DeploymentVerified',
    'DeploymentWarmedUp',
    'DeploymentActivated',
    'DeploymentCancelRequested',
    'DeploymentCancelRefused',
    'DeploymentReportedLate',
    ...deploymentEndTypes,
  ],
  key: ({ aggregateId }) => aggregateId,
  project,
};
