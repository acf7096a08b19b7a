import type { NotificationEvent, NotificationInfo } from '@tutti/contracts/summary';
import type { Decider } from '@tutti/kernel';
import { refused } from '../refused.decider';
import { evolve, initialState, type NotificationState } from './notification.state';

type DataOf<Type extends NotificationEvent['type']> = Extract<NotificationEvent, { type: Type }>['data'];

interface RaiseNotification {
  readonly type: 'RaiseNotification';
  readonly raised: DataOf<'NotificationRaised'>;
}

interface RepeatNotification {
  readonly type: 'RepeatNotification';
  /** How often, all in all. */
  readonly count: number;
  readonly lastAt: string;
  /** Names of what it happened to. */
  readonly names: readonly string[];
  readonly info: NotificationInfo;
}

export type NotificationCommand = RaiseNotification | RepeatNotification;

type Events = readonly NotificationEvent[];

/** So many others are named. */
const mostOthers = 20;

const repeat = ({ count, lastAt, names, info }: RepeatNotification, state: NotificationState): Events => {
  if (state.status === 'initial') throw refused('notification.not-found', 'It was never raised.');
  const others = [...new Set([...state.others, ...names])].filter((name) => name !== state.name);
  return [
    {
      type: 'NotificationRepeated',
      data: {
        count: Math.max(state.count + 1, count),
        lastAt: lastAt > state.lastAt ? lastAt : state.lastAt,
        others: others.slice(0, mostOthers),
        info,
      },
    },
  ];
};

const decide = (command: NotificationCommand, state: NotificationState): Events => {
  switch (command.type) {
    case 'RaiseNotification':
      if (state.status === 'raised')
        throw refused('notification.already-raised', 'It is raised again under another id.');
      return [{ type: 'NotificationRaised', data: command.raised }];
    case 'RepeatNotification':
      return repeat(command, state);
    default:
      return command satisfies never;
  }
};

/** Something that people are told. Its id is derived from what caused it: one cause is told once. */
export const notificationDecider: Decider<NotificationState, NotificationCommand, NotificationEvent> = {
  context: 'summary',
  aggregate: 'notification',
  stateVersion: 1,
  initialState,
  decide,
  evolve,
};
