import type { DeploymentEvent, DeploymentReport } from '@tutti/contracts/deployment';
import { refused } from '../refused.decider';
import { noSuchDeployment, unfit } from './deployment-refusal.decider';
import {
  aboutOf,
  evolve,
  type DeviceDeploymentState,
  type OfferedDeployment,
} from './device-deployment.state';
import { assertFits } from './report-fits.decider';
import { isBefore, type Stage } from './standing.state';

/** What a device says. Reports come late, twice, in any order, or not at all. */
export type ReportDeployment = {
  readonly type: 'ReportDeployment';
  /** Who says it, by the subject that only this device may publish to. */
  readonly deviceId: string;
  /** Those that came at once, in their order: all of them are taken, or none where one of them cannot be. */
  readonly reports: readonly TimedReport[];
};

interface TimedReport {
  readonly report: DeploymentReport;
  /** When it came. */
  readonly at: Date;
}

type Events = readonly DeploymentEvent[];
type End = Extract<
  DeploymentReport,
  { state: 'confirmed' | 'rolled-back' | 'failed' | 'cancelled' | 'already-installed' | 'compared' }
>;
type Restored = Extract<DeploymentReport, { state: 'restored' }>;
type Step = Exclude<DeploymentReport, End | Restored>;

/** A window may be missed, again and again: a device that never uses one is not waited for. */
const mostDeferrals = 20;
/** A device that goes back to it again and again is not listened to for ever. */
const mostRestored = 20;

const isEnd = (report: DeploymentReport): report is End => {
  switch (report.state) {
    case 'confirmed':
    case 'rolled-back':
    case 'failed':
    case 'cancelled':
    case 'already-installed':
    case 'compared':
      return true;
    default:
      return false;
  }
};

/** A shadow changes nothing of what judges. */
const isShadow = ({ wish }: OfferedDeployment): boolean => wish.mode === 'shadow';
const besideOf = (state: OfferedDeployment) => (isShadow(state) ? { shadow: true as const } : {});

const activated = (
  state: OfferedDeployment,
  previous: Extract<DeploymentReport, { state: 'activated' }>['previous'],
): Events => {
  if (!isBefore(state.standing.stage, 'active')) return [];
  const { model } = state.wish;
  return [{ type: 'DeploymentActivated', data: { ...aboutOf(state), model, previous, ...besideOf(state) } }];
};

const deferred = (until: string, state: OfferedDeployment): Events => {
  const { stage, deferredUntil, deferrals } = state.standing;
  const isOld = deferredUntil !== null && Date.parse(until) <= Date.parse(deferredUntil);
  if (stage === 'active' || isOld) return [];
  if (deferrals >= mostDeferrals) throw unfit(`It has missed ${mostDeferrals} windows already.`);
  return [{ type: 'DeploymentDeferred', data: { ...aboutOf(state), until } }];
};

/** News only where the device is not known to have come as far. */
const came = (report: Step, state: OfferedDeployment): Events => {
  const about = aboutOf(state);
  const isNews = (stage: Stage): boolean => isBefore(state.standing.stage, stage);
  switch (report.state) {
    case 'accepted':
    case 'downloading':
      return isNews('accepted') ? [{ type: 'DeploymentAccepted', data: about }] : [];
    case 'deferred':
      return deferred(report.until, state);
    case 'downloaded': {
      const { bytes, seconds, resumes } = report;
      return isNews('downloaded')
        ? [{ type: 'DeploymentDownloaded', data: { ...about, bytes, seconds, resumes } }]
        : [];
    }
    case 'verified':
      return isNews('verified')
        ? [{ type: 'DeploymentVerified', data: { ...about, keyId: report.keyId } }]
        : [];
    case 'warmed-up': {
      const { latencyMs, golden } = report;
      return isNews('warmed-up')
        ? [{ type: 'DeploymentWarmedUp', data: { ...about, latencyMs, golden } }]
        : [];
    }
    case 'activated':
      return activated(state, report.previous);
    case 'soaking':
      return activated(state, null);
    case 'cancel-refused': {
      const { cancelling, cancels } = state.standing;
      return cancelling !== null && report.cancel === cancels
        ? [{ type: 'DeploymentCancelRefused', data: { ...about, reason: report.reason } }]
        : [];
    }
    default:
      return report satisfies never;
  }
};

/** What was activated must have been, even where that word was lost. */
const ended = (report: End, state: OfferedDeployment): Events => {
  const about = aboutOf(state);
  const { standing, wish } = state;
  switch (report.state) {
    case 'confirmed': {
      const { results, meanScore } = report;
      return [
        ...activated(state, null),
        { type: 'DeploymentConfirmed', data: { ...about, results, meanScore } },
      ];
    }
    case 'compared':
      return [
        ...activated(state, null),
        { type: 'DeploymentCompared', data: { ...about, comparison: report.comparison } },
      ];
    case 'already-installed':
      return [{ type: 'DeploymentAlreadyInstalled', data: { ...about, model: wish.model } }];
    case 'rolled-back': {
      const { state: _, ...rest } = report;
      return [{ type: 'DeploymentRolledBack', data: { ...about, ...rest } }];
    }
    case 'failed': {
      const { step, failure } = report;
      return [{ type: 'DeploymentFailed', data: { ...about, step, failure } }];
    }
    case 'cancelled': {
      const isBack = standing.stage === 'active' && !isShadow(state);
      const running = isBack ? { running: report.running } : {};
      const cause = standing.cancelling ?? 'device';
      return [{ type: 'DeploymentCancelled', data: { ...about, cause, ...running } }];
    }
    default:
      return report satisfies never;
  }
};

const gaveUp: readonly string[] = ['cancelled', 'superseded', 'decommissioned'];

const saysTheSame = (report: End, { status }: OfferedDeployment): boolean => {
  if (report.state === 'cancelled') return gaveUp.includes(status);
  if (report.state === 'already-installed' && status === 'confirmed') return true;
  return report.state === status;
};

/**
 * The first end stands. What a device says afterwards is kept once, where it is something else, or where nobody knew
 * what judges since the server ended what was active.
 */
const afterTheEnd = (report: End | Step, state: OfferedDeployment): Events => {
  if (!isEnd(report) || state.late) return [];
  const { stage, heard } = state.standing;
  const isKnown = saysTheSame(report, state) && (heard || stage !== 'active' || isShadow(state));
  if (isKnown) return [];
  const isNew = judgesBy(report) && stage !== 'active';
  const about = { ...aboutOf(state), report, ...(isNew && { judges: state.wish.model }), ...besideOf(state) };
  return [{ type: 'DeploymentReportedLate', data: about }];
};

const judgesBy = ({ state }: End): boolean => state === 'confirmed' || state === 'already-installed';

/** The device was given another one, whose end it never heard of, and went back to what is settled. */
const restored = ({ replaced, at }: Restored, state: OfferedDeployment): Events => {
  const { status, wish, restored: before = { times: 0, at: null } } = state;
  if (status !== 'confirmed' && status !== 'already-installed')
    throw unfit('Only what was confirmed can be brought back.');
  const isOld = before.at !== null && Date.parse(at) <= Date.parse(before.at);
  if (isOld || before.times >= mostRestored) return [];
  return [{ type: 'DeploymentRestored', data: { ...aboutOf(state), model: wish.model, replaced, at } }];
};

const said = ({ report, at }: TimedReport, deviceId: string, state: DeviceDeploymentState): Events => {
  if (state.status === 'initial') throw noSuchDeployment();
  if (state.deviceId !== deviceId)
    throw refused('deployment.not-yours', 'A device reports on its own deployments only.');
  assertFits(report, state, at);
  if (report.state === 'restored') return restored(report, state);
  if (state.standing.ended !== null) return afterTheEnd(report, state);
  return isEnd(report) ? ended(report, state) : came(report, state);
};

export const reportDeployment = (
  { deviceId, reports }: ReportDeployment,
  state: DeviceDeploymentState,
): Events => {
  const events: DeploymentEvent[] = [];
  let known = state;
  for (const report of reports) {
    const news = said(report, deviceId, known);
    events.push(...news);
    known = news.reduce(evolve, known);
  }
  return events;
};
