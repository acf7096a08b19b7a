import type { ChannelEvent, ChannelKind, ChannelRoute, DeliveryFailure } from '@tutti/contracts/summary';
import { isSame, type Decider, type DomainError } from '@tutti/kernel';
import { refused } from '../refused.decider';
import { evolve, initialState, type ChannelState, type DefinedChannel } from './channel.state';

type DefineChannel = {
  readonly type: 'DefineChannel';
  readonly name: string;
  readonly kind: ChannelKind;
  readonly shownAs: string;
  readonly route: ChannelRoute;
  readonly fromEnvironment: boolean;
  readonly vaultEntry?: string;
};
type ChangeChannel = {
  readonly type: 'ChangeChannel';
  readonly name?: string | undefined;
  readonly route?: ChannelRoute | undefined;
  readonly enabled?: boolean | undefined;
  /** Address or secret are others than before: how the address is shown, and where in the vault they are. */
  readonly rekeyed?: { readonly shownAs: string; readonly vaultEntry?: string } | undefined;
  /** Not a person, but what the process was started with. */
  readonly byEnvironment?: boolean;
};
/** Somebody has looked: what waits is sent. */
type ResumeChannel = { readonly type: 'ResumeChannel' };
type TellTrouble = { readonly type: 'TellTrouble'; readonly failure: DeliveryFailure };
type TellWorks = { readonly type: 'TellWorks' };
type RemoveChannel = {
  readonly type: 'RemoveChannel';
  readonly reason?: string;
  readonly byEnvironment?: boolean;
};

export type ChannelCommand =
  DefineChannel | ChangeChannel | ResumeChannel | TellTrouble | TellWorks | RemoveChannel;

type Events = readonly ChannelEvent[];

export const noSuchChannel = (): DomainError =>
  refused('channel.not-found', 'No channel has this id, or it was removed.');

const existing = (state: ChannelState): DefinedChannel => {
  if (state.status !== 'defined') throw noSuchChannel();
  return state;
};

const nothingChanged = (): DomainError => refused('channel.nothing-changed', 'Every value is what it was.');

const fromEnvironment = (): DomainError =>
  refused(
    'channel.from-environment',
    'Its address is set where Tutti is started (WEBHOOK_TEAMS, DAILY_SUMMARY_SERVER_URL). Change or remove it there.',
  );

const define = ({ type: _, ...data }: DefineChannel, state: ChannelState): Events => {
  if (state.status === 'defined') throw nothingChanged();
  // One from the environment may come again under its id.
  if (state.status === 'removed' && !data.fromEnvironment) throw noSuchChannel();
  return [{ type: 'ChannelDefined', data }];
};

/** What is said and other than before. */
const other = <Key extends string, Value>(key: Key, said: Value | undefined, known: Value) =>
  said === undefined || isSame(said, known) ? {} : ({ [key]: said } as { [key in Key]: Value });

const change = (command: ChangeChannel, state: DefinedChannel): Events => {
  const { rekeyed, byEnvironment = false } = command;
  if (rekeyed && state.fromEnvironment && !byEnvironment) throw fromEnvironment();
  const data = {
    ...other('name', command.name, state.name),
    ...other('route', command.route, state.route),
    ...other('enabled', command.enabled, state.enabled),
    ...(rekeyed && { ...rekeyed, rekeyed: true }),
  };
  if (Object.keys(data).length === 0) throw nothingChanged();
  return [{ type: 'ChannelChanged', data }];
};

const resume = (state: DefinedChannel): Events => {
  if (!state.enabled) throw refused('channel.off', 'Switch it on instead.');
  if (state.attention === null) throw nothingChanged();
  return [{ type: 'ChannelChanged', data: { enabled: true } }];
};

const remove = ({ reason, byEnvironment = false }: RemoveChannel, state: DefinedChannel): Events => {
  if (state.fromEnvironment && !byEnvironment) throw fromEnvironment();
  return [{ type: 'ChannelRemoved', data: reason === undefined ? {} : { reason } }];
};

const decide = (command: ChannelCommand, state: ChannelState): Events => {
  switch (command.type) {
    case 'DefineChannel':
      return define(command, state);
    case 'ChangeChannel':
      return change(command, existing(state));
    case 'ResumeChannel':
      return resume(existing(state));
    case 'TellTrouble':
      if (state.status !== 'defined' || state.attention) return [];
      return [{ type: 'ChannelNeedsAttention', data: { failure: command.failure } }];
    case 'TellWorks':
      if (state.status !== 'defined' || state.works) return [];
      return [{ type: 'ChannelWorks', data: {} }];
    case 'RemoveChannel':
      return remove(command, existing(state));
    default:
      return command satisfies never;
  }
};

/** A way out to people or programs. What its address is the vault knows. */
export const channelDecider: Decider<ChannelState, ChannelCommand, ChannelEvent> = {
  context: 'summary',
  aggregate: 'channel',
  stateVersion: 2,
  initialState,
  decide,
  evolve,
};
