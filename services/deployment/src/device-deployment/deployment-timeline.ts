import type { DeploymentEvent, DeploymentReport, DeploymentTimeline } from '@tutti/contracts/deployment';
import { subjectOf, type EventLog } from '@tutti/event-store';
import type { Recorded } from '@tutti/kernel';
import { atOffer, standingAfter, statusOf } from './standing.state';

type Moment = DeploymentTimeline['items'][number];

const bytes = (count: number): string => `${(count / 1024 ** 2).toFixed(1)} MiB`;
const score = (results: number, meanScore: number | null): string =>
  meanScore === null ? `${results} results` : `${results} results, mean score ${meanScore.toFixed(3)}`;
const failure = ({ code, message }: { readonly code: string; readonly message: string }): string =>
  `${code}: ${message}`;

const lateReport = (report: DeploymentReport): string =>
  'failure' in report ? `${report.state}, ${failure(report.failure)}` : report.state;

/** What an event says beyond its name, in a few words. */
const detailOf = (event: DeploymentEvent): string | null => {
  switch (event.type) {
    case 'DeploymentDeferred':
      return event.data.until;
    case 'DeploymentDownloaded': {
      const { bytes: size, seconds, resumes } = event.data;
      return `${bytes(size)} in ${seconds.toFixed(1)} s, resumed ${resumes} times`;
    }
    case 'DeploymentVerified':
      return `key ${event.data.keyId.slice(0, 12)}`;
    case 'DeploymentWarmedUp':
      return event.data.latencyMs === null ? null : `${event.data.latencyMs.toFixed(1)} ms`;
    case 'DeploymentConfirmed':
      return score(event.data.results, event.data.meanScore);
    case 'DeploymentRolledBack':
      return `${failure(event.data.failure)} (${score(event.data.results, event.data.meanScore)})`;
    case 'DeploymentFailed':
      return failure(event.data.failure);
    case 'DeploymentTimedOut':
      return event.data.step;
    case 'DeploymentCancelRequested':
    case 'DeploymentCancelled':
    case 'DeploymentDecommissioned':
      return event.data.cause;
    case 'DeploymentCancelRefused':
      return event.data.reason;
    case 'DeploymentSuperseded':
      return event.data.by;
    case 'DeploymentRestored':
      return `in place of ${event.data.replaced.name} ${event.data.replaced.version}`;
    case 'DeploymentReportedLate':
      return lateReport(event.data.report);
    default:
      return null;
  }
};

/** What a step is called where it is not the status that it leads to. */
const names: Partial<Record<DeploymentEvent['type'], string>> = {
  DeploymentCancelRequested: 'cancelling',
  DeploymentCancelRefused: 'cancel-refused',
  DeploymentReportedLate: 'reported-late',
  DeploymentRestored: 'restored',
  DeploymentAccepted: 'accepted',
  DeploymentDeferred: 'deferred',
  DeploymentDownloaded: 'downloaded',
  DeploymentVerified: 'verified',
  DeploymentWarmedUp: 'warmed-up',
  DeploymentActivated: 'active',
};

/** Every step of a deployment, by its events, oldest first; empty when there is none. */
export const deploymentTimeline = async (
  log: Pick<EventLog, 'load'>,
  id: string,
): Promise<DeploymentTimeline> => {
  const commits = await log.load(subjectOf('deployment', 'device-deployment', id), 0);
  const recorded = commits.flatMap(({ events }) => events) as readonly Recorded<DeploymentEvent>[];
  let standing = atOffer;
  let before = recorded[0]?.time.getTime() ?? 0;
  const items = recorded.map(({ event, time }): Moment => {
    standing = standingAfter(standing, event);
    const at = time.getTime();
    const seconds = Math.max(0, at - before) / 1000;
    before = at;
    const status = names[event.type] ?? statusOf(standing);
    return { status, at: time.toISOString(), seconds, detail: detailOf(event) };
  });
  return { items };
};
