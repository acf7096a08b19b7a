import type { deploymentErrors } from '@tutti/contracts/deployment';
import type { DomainError } from '@tutti/kernel';
import { refused } from '../refused.decider';
import { hasEnded, type KnownRollout, type RolloutState } from './rollout.state';

export const rolloutRefused = (
  code: Extract<keyof typeof deploymentErrors, `rollout.${string}`>,
  detail: string,
  params: Readonly<Record<string, unknown>> = {},
): DomainError => refused(code, detail, { params });

export const noSuchRollout = (): DomainError =>
  rolloutRefused('rollout.not-found', 'No rollout has this id.');

/** Throws `rollout.not-found`. */
export const known = (state: RolloutState): KnownRollout => {
  if (state.status === 'initial') throw noSuchRollout();
  return state;
};

const inWords: Readonly<Record<KnownRollout['status'], string>> = {
  'waiting-for-approval': 'It waits for approval.',
  ready: 'It was not started yet.',
  running: 'It runs.',
  paused: 'It is paused.',
  finished: 'It has finished.',
  stopped: 'It was stopped.',
  refused: 'Its approval was refused.',
};

export const statusInWords = ({ status }: KnownRollout): string => inWords[status];

/** Throws `rollout.not-found` and `rollout.ended`. */
export const notEnded = (state: RolloutState): KnownRollout => {
  const rollout = known(state);
  if (hasEnded(rollout)) throw rolloutRefused('rollout.ended', `${statusInWords(rollout)} Plan another one.`);
  return rollout;
};

/** Throws `rollout.not-running`, too. */
export const running = (state: RolloutState): KnownRollout => {
  const rollout = notEnded(state);
  if (rollout.status !== 'running') throw rolloutRefused('rollout.not-running', statusInWords(rollout));
  return rollout;
};
