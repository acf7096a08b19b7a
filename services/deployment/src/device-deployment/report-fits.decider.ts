import {
  type Confirmation,
  type DeploymentReport,
  meetsConfirmation,
  type ShadowComparison,
} from '@tutti/contracts/deployment';
import { soakMinutes } from './deadline.state';
import { unfit } from './deployment-refusal.decider';
import type { OfferedDeployment } from './device-deployment.state';

/** Windows come back every week, or a week later where daylight saving leaves one out; a day more for clocks. */
const furthestWindowMs = 15 * 86_400_000;

type Judged = Extract<DeploymentReport, { state: 'confirmed' }>;

/** Whether minutes were enough in place of results is the device's to know; the score is in its own numbers. */
const assertConfirms = ({ results, meanScore }: Judged, policy: Confirmation): void => {
  if (meetsConfirmation(policy, { results, meanScore })) return;
  if ((results === 0) !== (meanScore === null))
    throw unfit('A mean score goes with results, and results with a mean score.');
  if (meanScore === null) throw unfit('Without a result it must be rolled back: that is what was asked for.');
  throw unfit(`A mean score of ${meanScore} is below the floor of ${policy.floor}.`);
};

const assertSize = (bytes: number, { wish }: OfferedDeployment): void => {
  if (bytes !== wish.model.artifact.bytes)
    throw unfit(`The artifact has ${wish.model.artifact.bytes} bytes, not ${bytes}.`);
};

const assertDefers = (until: string, { wish }: OfferedDeployment, at: Date): void => {
  if (wish.windows.length === 0) throw unfit('There is no window that it could wait for.');
  if (Date.parse(until) > at.getTime() + furthestWindowMs)
    throw unfit('No window opens as late as that: they come back every week.');
};

/** Nothing that judges pictures comes near these; a device that says so would decide the figures of ten thousand. */
const mostFramesPerSecond = 1000;
const longestLatencyMs = 600_000;

const assertCompares = (
  { frames, current, candidate, truth }: ShadowComparison,
  { wish }: OfferedDeployment,
): void => {
  const most = soakMinutes(wish) * 60 * mostFramesPerSecond;
  if (frames > most)
    throw unfit(`There cannot be more than ${most} pictures in ${soakMinutes(wish)} minutes.`);
  if (candidate.failures > frames) throw unfit('It failed on more pictures than it had.');
  if ((truth?.frames ?? 0) > frames) throw unfit('The truth is known of more pictures than it had.');
  if (Math.max(current.latencyMs ?? 0, candidate.latencyMs ?? 0) > longestLatencyMs)
    throw unfit(`No picture takes longer than ${longestLatencyMs} ms.`);
};

/** Throws `deployment.report-invalid` where a device says what cannot be. */
export const assertFits = (report: DeploymentReport, state: OfferedDeployment, at: Date): void => {
  const { wish, standing } = state;
  switch (report.state) {
    case 'downloading':
      assertSize(report.total, state);
      if (report.bytes > report.total) throw unfit('It has more bytes than there are.');
      return;
    case 'downloaded':
      return assertSize(report.bytes, state);
    case 'deferred':
      return assertDefers(report.until, state, at);
    case 'confirmed':
      if (wish.mode === 'shadow') throw unfit('A shadow is compared, never confirmed.');
      return assertConfirms(report, wish.confirmation);
    case 'compared':
      if (wish.mode === 'replace') throw unfit('A model that takes the place of another is not compared.');
      return assertCompares(report.comparison, state);
    case 'already-installed':
      if (standing.ended === null && standing.stage === 'active')
        throw unfit('It was activated by this very deployment: it must be confirmed.');
      return;
    default:
  }
};
