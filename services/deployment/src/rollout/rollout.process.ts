import {
  deploymentEnds,
  deploymentEndTypes,
  outcomeOf,
  type DeploymentEnd,
  type RolloutEvent,
} from '@tutti/contracts/deployment';
import type { Process, ProcessInput, Reaction, Recorded } from '@tutti/kernel';
import {
  begun,
  isBroken,
  resumed,
  withAdmitted,
  withAsked,
  withGroup,
  withWave,
  type Progress,
  type Wave,
} from './progress.state';
import { nextStep, type RolloutStep } from './rollout-step.process';

export type RolloutProcessEvent = RolloutEvent | DeploymentEnd;

export type RolloutEffect =
  | { readonly type: 'TellRollout'; readonly rolloutId: string; readonly command: RolloutStep }
  | ({
      readonly type: 'OfferDeployments';
      readonly rolloutId: string;
      readonly plannedAt: string;
      readonly plannedPosition: number;
    } & Wave)
  | { readonly type: 'CancelDeployments'; readonly rolloutId: string };

type Reacted = Reaction<Progress | null, RolloutEffect>;

const isClosing = (event: RolloutProcessEvent): event is DeploymentEnd => event.type in deploymentEnds;

/** A step that was asked for already is not asked for again until something answers it. */
const nameOf = (step: RolloutStep): string =>
  step.type === 'OfferWave'
    ? `${step.type} ${step.group} ${step.from}`
    : `${step.type} ${'group' in step ? step.group : ''}`;

/** What is done anyway, and what comes next. */
const advance = (
  rolloutId: string,
  now: Date,
  progress: Progress,
  { outgoing = [], timers = [], cancel = [] }: Partial<Reacted> = {},
): Reacted => {
  const { step, again } = nextStep(progress, now);
  const name = step ? nameOf(step) : null;
  const tell: readonly RolloutEffect[] =
    step && name !== progress.asked ? [{ type: 'TellRollout', rolloutId, command: step }] : [];
  return {
    state: withAsked(progress, name, step?.type === 'PauseRollout'),
    outgoing: [...outgoing, ...tell],
    timers: [...timers, ...(again ? [{ name: 'pace', at: again }] : [])],
    cancel,
  };
};

/** Whoever may start it by hand does so; with a time it starts by itself. */
const ready = (progress: Progress): Reacted => ({
  state: progress,
  timers: progress.startAt === null ? [] : [{ name: 'start', at: new Date(progress.startAt) }],
});

const closed = (progress: Progress, { type, data }: DeploymentEnd): Progress => {
  const outcome = outcomeOf[deploymentEnds[type]];
  return withGroup(progress, data.group, (group) => ({ [outcome]: group[outcome] + 1 }));
};

const offers = (
  { plannedAt, plannedPosition }: Progress,
  waves: readonly Wave[],
  rolloutId: string,
): readonly RolloutEffect[] =>
  waves.map((wave) => ({ type: 'OfferDeployments', rolloutId, plannedAt, plannedPosition, ...wave }));

const onEvent = (progress: Progress, recorded: Recorded<RolloutProcessEvent>, rolloutId: string): Reacted => {
  const { event, time } = recorded;
  const go = (changed: Progress, more: Partial<Reacted> = {}) => advance(rolloutId, time, changed, more);
  if (isClosing(event)) return go(closed(progress, event));
  switch (event.type) {
    case 'RolloutPlanned':
      return { state: progress };
    case 'RolloutApproved':
      return ready(progress);
    case 'RolloutStarted':
      return go({ ...progress, status: 'running' }, { cancel: ['start'] });
    case 'GroupStarted':
      return go(withGroup(progress, event.data.group, () => ({ status: 'running' })));
    case 'WaveOffered': {
      const decided = withWave(progress, event.data, time.getTime());
      // The pause was asked for when this wave had been already: no device is offered anything behind it.
      if (progress.pausing) return go({ ...decided, held: [...(progress.held ?? []), event.data] });
      return go(decided, { outgoing: offers(progress, [event.data], rolloutId) });
    }
    case 'GroupPassed':
      return go(withGroup(progress, event.data.group, () => ({ status: 'passed' })));
    case 'GroupFailed':
      return go(withGroup(progress, event.data.group, () => ({ status: 'failed' })));
    case 'RolloutPaused': {
      const pausedForErrors = event.data.cause === 'errors';
      const state: Progress = { ...progress, status: 'paused', pausedForErrors, asked: null, pausing: false };
      return { state, cancel: ['pace'] };
    }
    case 'RolloutResumed': {
      const next = resumed(progress);
      const { held = [], ...rest } = next;
      return isBroken(next) ? go(next) : go(rest, { outgoing: offers(next, held, rolloutId) });
    }
    case 'DevicesAdmitted':
      return go(withAdmitted(progress, event.data));
    case 'RolloutStopped':
      return { state: undefined, outgoing: [{ type: 'CancelDeployments', rolloutId }] };
    case 'RolloutRefused':
    case 'RolloutFinished':
      return { state: undefined };
    default:
      return event satisfies never;
  }
};

const react = (
  progress: Progress | null,
  input: ProcessInput<RolloutProcessEvent>,
  rolloutId: string,
): Reacted => {
  if (input.kind === 'event' && input.recorded.event.type === 'RolloutPlanned') {
    const { data } = input.recorded.event;
    const state = begun(data, input.recorded);
    return data.approval ? { state } : ready(state);
  }
  // It has ended: what its devices say now concerns nobody but them.
  if (progress === null) return { state: undefined };
  if (input.kind === 'event') return onEvent(progress, input.recorded, rolloutId);
  if (input.name === 'start') {
    const command: RolloutStep = { type: 'StartRollout' };
    return { state: progress, outgoing: [{ type: 'TellRollout', rolloutId, command }] };
  }
  return advance(rolloutId, input.firedAt ?? input.at, progress);
};

/** Leads a rollout from group to group at its pace, pauses it when too many fail, and ends it. */
export const rolloutProcess: Process<Progress | null, RolloutProcessEvent, RolloutEffect> = {
  name: 'rollout',
  version: 1,
  subjects: ['evt.deployment.rollout.*', 'evt.deployment.device-deployment.*'],
  handles: [
    'RolloutPlanned',
    'RolloutApproved',
    'RolloutRefused',
    'RolloutStarted',
    'GroupStarted',
    'WaveOffered',
    'GroupPassed',
    'GroupFailed',
    'RolloutPaused',
    'RolloutResumed',
    'RolloutStopped',
    'DevicesAdmitted',
    'RolloutFinished',
    ...deploymentEndTypes,
  ],
  ignores: [
    'DeploymentOffered',
    'DeploymentAccepted',
    'DeploymentDeferred',
    'DeploymentDownloaded',
    'DeploymentVerified',
    'DeploymentWarmedUp',
    'DeploymentActivated',
    'DeploymentCancelRequested',
    'DeploymentCancelRefused',
    'DeploymentRestored',
    'DeploymentReportedLate',
  ],
  initialState: null,
  correlate: ({ event, aggregateId }) => ('rolloutId' in event.data ? event.data.rolloutId : aggregateId),
  react,
};
