import { usualShares, type FreezeVersion, type SplitRule, type SplitShares } from '@tutti/contracts/datasets';
import type { LatestVersion } from '../dataset/dataset.state';
import type { SplitItem } from './assign-splits';

/** The version before. */
export interface Before extends LatestVersion {
  readonly number: number;
}

type Devices = readonly Pick<SplitItem, 'deviceId'>[];

/** With fewer, a part would often get no picture at all. */
const devicesToGroup = 10;

/** Of a first version. */
const usualRule: SplitRule = { shuffle: 0, shares: usualShares, groupByDevice: false, keepGiven: true };

const isSameShares = (a: SplitShares, b: SplitShares): boolean =>
  Math.abs(a.train - b.train) < 1e-6 && Math.abs(a.test - b.test) < 1e-6;

const isSameDeal = (a: SplitRule, b: SplitRule): boolean =>
  a.shuffle === b.shuffle && isSameShares(a.shares, b.shares);

const hasManyDevices = (items: Devices): boolean =>
  new Set(items.flatMap(({ deviceId }) => deviceId ?? [])).size >= devicesToGroup;

const wanted = (asked: FreezeVersion, usual: SplitRule, items: Devices): SplitRule => {
  const { shuffle = usual.shuffle, shares = usual.shares, keepGiven = usual.keepGiven } = asked;
  const { groupByDevice = usual.groupByDevice || hasManyDevices(items) } = asked;
  return { shuffle, shares, groupByDevice, keepGiven };
};

/** What is not asked for is as in the version before, whose parts are kept unless all is to be dealt anew. */
export const ruleOf = (asked: FreezeVersion, items: Devices, before: Before | undefined): SplitRule => {
  const rule = wanted(asked, before?.rule ?? usualRule, items);
  const keeps = before && !asked.freshParts && isSameDeal(rule, before.rule);
  return keeps ? { ...rule, keptFrom: before.number } : rule;
};
