import { type Confirmation, type DeploymentReport, meetsConfirmation } from '@tutti/contracts/deployment';
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
      return;
    case 'already-installed':
      if (standing.ended === null && standing.stage === 'active')
        throw unfit('It was activated by this very deployment: it must be confirmed.');
      return;
    default:
  }
};
