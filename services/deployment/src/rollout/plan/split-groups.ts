import type { GroupSize } from '@tutti/contracts/deployment';
import { refused } from '../../refused.decider';

/** A group as it is wanted. */
export interface WantedGroup {
  readonly name: string;
  readonly size: GroupSize;
}

interface Matching {
  /** Which of the filters among the sizes it matches, in their order. */
  readonly matches: readonly boolean[];
}

const unfit = (index: number, group: WantedGroup, why: string): Error => {
  const detail = `Group ${index + 1}, “${group.name}”, would have no device: ${why} Plan fewer groups, or others.`;
  return refused('rollout.groups-unfit', detail, {
    params: { group: index },
    faults: [{ pointer: `/groups/${index}/size`, detail }],
  });
};

/** A share is rounded up, so that it takes one at least; 1.1 % of 1000 are 11, whatever floating point says. */
const shareOf = (percent: number, left: number): number =>
  Math.max(1, Math.ceil(Number(((left * percent) / 100).toFixed(6))));

/**
 * Deals devices out, in their order, to groups, in theirs: each takes its share of those that no earlier one took, the
 * last all that are left. Every device is in exactly one. Throws `rollout.groups-unfit` where one would be empty.
 */
export const splitGroups = <Device extends Matching>(
  devices: readonly Device[],
  groups: readonly WantedGroup[],
): readonly (readonly Device[])[] => {
  let left = devices;
  let filters = 0;
  return groups.map((group, index) => {
    const { size } = group;
    const filter = size.kind === 'filter' ? filters++ : -1;
    if (left.length === 0)
      throw unfit(index, group, `the groups before it take all ${devices.length} devices.`);
    const wants = ({ matches }: Device): boolean => matches[filter] === true;
    const taken =
      index === groups.length - 1
        ? left
        : size.kind === 'filter'
          ? left.filter(wants)
          : left.slice(0, size.kind === 'count' ? size.count : shareOf(size.percent, left.length));
    if (taken.length === 0) throw unfit(index, group, 'none of those that are left matches its filter.');
    const gone = new Set(taken);
    left = left.filter((device) => !gone.has(device));
    return taken;
  });
};
