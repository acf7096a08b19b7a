import type { Rollout, RolloutStatus } from '@tutti/contracts/deployment';
import type { RolloutCommand } from '../../api/rollout';
import { goesOn } from '../../components/rollout/goes-on';

const possible: Readonly<Record<RolloutStatus, readonly RolloutCommand[]>> = {
  'waiting-for-approval': ['approve', 'refuse'],
  ready: ['start', 'stop'],
  running: ['pause', 'stop'],
  paused: ['resume', 'stop'],
  finished: [],
  stopped: [],
  refused: [],
};

/** What can be done to a rollout as it stands; what one wants most comes first. */
export const commandsFor = ({
  status,
  counts,
}: Pick<Rollout, 'status' | 'counts'>): readonly RolloutCommand[] => {
  const commands = possible[status];
  return counts.failed > 0 && goesOn({ status }) ? [...commands, 'retry'] : commands;
};

/** Whoever planned it cannot approve it. */
export const isOwn = ({ plannedBy }: Pick<Rollout, 'plannedBy'>, userId: string | undefined): boolean =>
  userId !== undefined && plannedBy === `user:${userId}`;
