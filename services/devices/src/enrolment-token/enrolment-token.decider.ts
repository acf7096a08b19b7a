import { DomainError, type Decider } from '@tutti/kernel';
import { deviceErrors, type EnrolmentTokenEvent, type Tags } from '@tutti/contracts/devices';
import { evolve, initialState, type EnrolmentTokenState } from './enrolment-token.state';

type IssueToken = {
  readonly type: 'IssueToken';
  readonly note?: string | undefined;
  readonly expiresAt: string;
  readonly maxUses: number;
  readonly autoAccept: boolean;
  readonly site?: string | undefined;
  readonly tags: Tags;
};
type UseToken = {
  readonly type: 'UseToken';
  readonly deviceId: string;
  readonly at: Date;
  /** The device used this token before: its terms still hold, but no use is burnt. */
  readonly again: boolean;
};
type RevokeToken = { readonly type: 'RevokeToken' };

export type EnrolmentTokenCommand = IssueToken | UseToken | RevokeToken;

type Events = readonly EnrolmentTokenEvent[];

const refuse = (code: keyof typeof deviceErrors, detail: string): DomainError =>
  new DomainError(deviceErrors[code], { detail });

const issue = (command: IssueToken, state: EnrolmentTokenState): Events => {
  if (state.status !== 'initial')
    throw refuse(
      'enrolment-token.already-issued',
      'It was shown once, then forgotten. Revoke it and issue another.',
    );
  const { type: _, ...data } = command;
  return [{ type: 'EnrolmentTokenIssued', data }];
};

const use = ({ deviceId, at, again }: UseToken, state: EnrolmentTokenState): Events => {
  if (state.status === 'initial') throw refuse('enrolment-token.not-found', 'No token has this id.');
  if (state.status === 'revoked')
    throw refuse('enrolment-token.revoked', 'Ask an operator for another token.');
  if (at >= new Date(state.expiresAt))
    throw refuse(
      'enrolment-token.expired',
      `It expired at ${state.expiresAt}. Ask an operator for another token.`,
    );
  if (again) return [];
  if (state.uses >= state.maxUses)
    throw refuse('enrolment-token.used-up', 'Every use is spent. Ask an operator for another token.');
  return [{ type: 'EnrolmentTokenUsed', data: { deviceId } }];
};

const revoke = (state: EnrolmentTokenState): Events => {
  if (state.status === 'initial') throw refuse('enrolment-token.not-found', 'No token has this id.');
  return state.status === 'revoked' ? [] : [{ type: 'EnrolmentTokenRevoked', data: {} }];
};

const decide = (command: EnrolmentTokenCommand, state: EnrolmentTokenState): Events => {
  switch (command.type) {
    case 'IssueToken':
      return issue(command, state);
    case 'UseToken':
      return use(command, state);
    case 'RevokeToken':
      return revoke(state);
    default:
      return command satisfies never;
  }
};

/** What lets devices join without a person at hand. Its secret is not here, only its terms. */
export const enrolmentTokenDecider: Decider<EnrolmentTokenState, EnrolmentTokenCommand, EnrolmentTokenEvent> =
  {
    context: 'devices',
    aggregate: 'enrolment-token',
    stateVersion: 1,
    initialState,
    decide,
    evolve,
  };
