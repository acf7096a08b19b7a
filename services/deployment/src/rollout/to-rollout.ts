import type { Rollout, RolloutCounts, ShadowComparison } from '@tutti/contracts/deployment';
import type { DeploymentCount } from '../device-deployment/deployment.view';
import { time, timeOrNull } from '../device-deployment/to-deployment';
import type { GroupRow, RolloutRow } from './rollout-list.projection';

/** A rollout with what its deployments tell. */
export interface ShownRollout {
  readonly row: RolloutRow;
  readonly counts: readonly DeploymentCount[];
  readonly failures: Rollout['failures'];
  readonly comparison: ShadowComparison | null;
}

const none: RolloutCounts = {
  devices: 0,
  waiting: 0,
  offered: 0,
  accepted: 0,
  deferred: 0,
  downloading: 0,
  installing: 0,
  soaking: 0,
  cancelling: 0,
  succeeded: 0,
  failed: 0,
  other: 0,
};

const countsOf = (devices: number, found: readonly DeploymentCount[]): RolloutCounts => {
  const counts: Record<keyof RolloutCounts, number> = { ...none, devices };
  for (const { place, deployments } of found) counts[place] += deployments;
  const offered = found.reduce((sum, { deployments }) => sum + deployments, 0);
  return { ...counts, waiting: Math.max(0, devices - offered) };
};

/** Every device once, by its newest try: those that are tried again had failed, and count as failed no longer. */
const totalsOf = (groups: readonly GroupRow[], found: readonly DeploymentCount[]): RolloutCounts => {
  const sum = (of: (group: GroupRow) => number): number =>
    groups.reduce((total, group) => total + of(group), 0);
  const retried = sum((group) => group.retried ?? 0);
  const tries = countsOf(
    sum(({ devices }) => devices),
    found,
  );
  return { ...tries, devices: tries.devices - retried, failed: Math.max(0, tries.failed - retried) };
};

export const toRollout = ({ row, counts, failures, comparison }: ShownRollout): Rollout => {
  const { modelId: _, wish, causeKind: __, manifestDigest: ___, manifestBytes: ____, ...rest } = row;
  const { confirmation, windows, latencyBudgetMs = null, shadowMinutes = null } = wish;
  return {
    ...rest,
    ...{ confirmation, windows, latencyBudgetMs, shadowMinutes, failures, comparison },
    groups: row.groups.map(({ devices, retried: _____, ...group }, index) => ({
      ...group,
      counts: countsOf(
        devices,
        counts.filter(({ group }) => group === index),
      ),
    })),
    counts: totalsOf(row.groups, counts),
    startAt: timeOrNull(row.startAt),
    joinUntil: timeOrNull(row.joinUntil),
    plannedAt: time(row.plannedAt),
    startedAt: timeOrNull(row.startedAt),
    endedAt: timeOrNull(row.endedAt),
  };
};
