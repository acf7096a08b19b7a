import type { DeploymentReport, DeviceFailure, TwinWish } from '@tutti/contracts/deployment';
import type { DeploymentState, EndedDeployment, Installed, OpenDeployment, Stage } from './deployment-state';
import { SoakCounter } from './soak';

type State = DeploymentState;

const mostEnded = 20;
const crashesToGo = 2;

export const changed = (state: State, change: Partial<OpenDeployment>): State =>
  state.open === null ? state : { ...state, open: { ...state.open, ...change } };

/** The very same state where it stands there already: what changes nothing is not written. */
export const movedTo = (state: State, stage: Stage, more?: Partial<OpenDeployment>): State =>
  more === undefined && state.open?.stage === stage ? state : changed(state, { ...more, stage });

export const took = (
  state: State,
  wish: TwinWish,
  { startAt, holder }: Pick<OpenDeployment, 'startAt' | 'holder'>,
): State => ({
  ...state,
  open: {
    wish,
    startAt,
    holder,
    stage: 'accepted',
    told: [],
    crashes: 0,
    answered: 0,
    previous: null,
  },
});

/** What a report is told once by: a window may be missed, the others happen once. */
const keyOf = (report: DeploymentReport): string =>
  report.state === 'deferred' ? `deferred ${report.until}` : report.state;

/** Tells it once. What only brings back what was confirmed before is nobody's news. */
export function told(state: State, report: DeploymentReport, at: number): State {
  const { open } = state;
  if (open === null || open.wish.settled || open.told.includes(keyOf(report))) return state;
  const { deploymentId } = open.wish;
  return {
    ...changed(state, { told: [...open.told, keyOf(report)] }),
    untold: [...state.untold, { deploymentId, at, report }],
  };
}

const withEnd = (state: State, end: EndedDeployment): State => {
  const others = state.ended.filter(({ deploymentId }) => deploymentId !== end.deploymentId);
  return { ...state, ended: [...others, end].slice(-mostEnded) };
};

/** Tells something of a deployment that is not open. */
export function answered(state: State, end: EndedDeployment, report: DeploymentReport, at: number): State {
  const untold = [...state.untold, { deploymentId: end.deploymentId, at, report }];
  return { ...withEnd(state, end), untold };
}

export function ended(state: State, report: DeploymentReport, at: number): State {
  const { open } = state;
  if (open === null) return state;
  const { deploymentId, cancel = 0, settled: quiet } = open.wish;
  const end = { deploymentId, report, quiet, answered: Math.max(open.answered, cancel) };
  return { ...withEnd(told(state, report, at), end), open: null };
}

/**
 * What was confirmed before could not be brought back: the platform believes that it judges, so that is told, once.
 * `retryAt`: when it is tried again; undefined: not by this process.
 */
export function notBroughtBack(
  state: State,
  report: DeploymentReport,
  { at, retryAt }: { readonly at: number; readonly retryAt?: number | undefined },
): State {
  const { open } = state;
  if (open === null) return state;
  const { deploymentId } = open.wish;
  const isKnown = state.ended.some((end) => end.deploymentId === deploymentId && isInVain(end));
  const after = ended(state, report, at);
  return {
    ...after,
    ended: after.ended.map((end) => (end.deploymentId === deploymentId ? { ...end, retryAt } : end)),
    untold: isKnown ? after.untold : [...after.untold, { deploymentId, at, report }],
  };
}

/** Of what had been confirmed before. */
export const isInVain = ({ quiet, report }: EndedDeployment): boolean => quiet && report.state === 'failed';

const installedBy = ({ wish }: OpenDeployment): Installed => ({
  deploymentId: wish.deploymentId,
  model: wish.model,
});

/** From now on it goes before everything else, whatever happens. */
export const activated = (state: State): State =>
  state.open === null
    ? state
    : movedTo({ ...state, active: installedBy(state.open) }, 'soaking', { previous: state.active });

/**
 * What was confirmed is there again. Where it takes the place of what another deployment brought that is news: the platform
 * may know that one as what judges. What nobody deployed is nobody's news.
 */
export function broughtBack(state: State, report: DeploymentReport, at: number): State {
  const { open, untold } = state;
  const replaced = open?.previous?.model;
  if (!open || !replaced || replaced.artifact.digest === open.wish.model.artifact.digest)
    return confirmed(state, report, at);
  const { name, version, artifact } = replaced;
  const restored: DeploymentReport = {
    state: 'restored',
    replaced: { name, version, digest: artifact.digest },
    at: new Date(at).toISOString(),
  };
  const { deploymentId } = open.wish;
  return confirmed({ ...state, untold: [...untold, { deploymentId, at, report: restored }] }, report, at);
}

/** It is there to stay; what was before it stays at hand. */
export function confirmed(state: State, report: DeploymentReport, at: number): State {
  const { open, active, earlier } = state;
  if (open === null) return state;
  const { previous } = open;
  const isOther = previous !== null && previous.model.artifact.digest !== active?.model.artifact.digest;
  return { ...ended(state, report, at), earlier: isOther ? previous : earlier };
}

/** What was deployed before goes first again; the deployment ends when that judges. */
export const restoring = (state: State, end: OpenDeployment['end']): State =>
  state.open === null
    ? state
    : movedTo({ ...state, active: state.open.previous }, 'restoring', end === undefined ? {} : { end });

const crashed = (message: string): DeviceFailure => ({ code: 'model.crashed', message });

const diedAtWarmUp = crashed('The agent ended while it tried the model out. It is not tried again.');
const diedComingBack = crashed(
  'The agent ended twice while it brought the confirmed model back. It is not tried again.',
);
const diedInUse = crashed('The agent ended twice without being stopped while the model was on trial.');

/** What a new process makes of what the one before it left. */
export function takenOver(state: State, holder: string, at: number): State {
  // What could not be brought back may come now; what ends the agent never may.
  const ended = state.ended.filter(({ quiet, report }) => !quiet || isCrash(report));
  const { open } = state;
  if (open === null) return { ...state, ended };
  const died = open.holder !== null;
  return inNewHands(changed({ ...state, ended }, { holder }), open.stage, died, at);
}

const isCrash = (report: DeploymentReport): boolean =>
  report.state === 'failed' && report.failure.code === 'model.crashed';

function inNewHands(state: State, stage: Stage, died: boolean, at: number): State {
  switch (stage) {
    case 'warming-up':
      return died ? diedTryingOut(state, at) : movedTo(state, 'verified');
    case 'warmed-up':
      return movedTo(state, 'verified');
    case 'soaking':
    case 'comparing':
      return died ? afterCrash(state, stage, at) : state;
    default:
      return state;
  }
}

/** What was confirmed has run here before: the first death may be anybody's, and what is given up for good is told. */
function diedTryingOut(state: State, at: number): State {
  const { open } = state;
  if (open?.wish.settled !== true)
    return ended(state, { state: 'failed', step: 'install', failure: diedAtWarmUp }, at);
  const crashes = open.crashes + 1;
  if (crashes < crashesToGo) return movedTo(state, 'verified', { crashes });
  return notBroughtBack(state, { state: 'failed', step: 'install', failure: diedComingBack }, { at });
}

function afterCrash(state: State, stage: 'soaking' | 'comparing', at: number): State {
  const crashes = (state.open?.crashes ?? 0) + 1;
  if (crashes < crashesToGo) return changed(state, { crashes });
  if (stage === 'comparing')
    return ended(state, { state: 'failed', step: 'confirm', failure: diedInUse }, at);
  const end = { state: 'rolled-back', failure: diedInUse, ...seenBy(state.open) } as const;
  return restoring(changed(state, { crashes }), end);
}

function seenBy(open: OpenDeployment | null) {
  if (open === null) return { results: 0, meanScore: null };
  const { model, confirmation: policy } = open.wish;
  return new SoakCounter({ digest: model.artifact.digest, policy, stored: open.soak }).tally;
}
