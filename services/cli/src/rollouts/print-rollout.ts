import type { Rollout, RolloutCounts, RolloutPreview } from '@tutti/contracts/deployment';
import { table } from '../table';

const atWork = ({ devices, waiting, succeeded, failed, other }: RolloutCounts): number =>
  devices - waiting - succeeded - failed - other;

const numbers = (counts: RolloutCounts): readonly string[] =>
  [counts.devices, counts.succeeded, counts.failed, atWork(counts), counts.waiting].map(String);
const numbersHead = ['devices', 'succeeded', 'failed', 'at work', 'waiting'];

const whyPaused = ({ paused, groups }: Rollout): string => {
  if (paused === null) return '';
  const group = paused.group === null ? '' : ` in ${groups[paused.group]?.name ?? 'the last group'}`;
  return ` (${paused.cause}${group})`;
};

const statusOf = (rollout: Rollout): string => `${rollout.status}${whyPaused(rollout)}`;

export const rolloutsTable = (rollouts: readonly Rollout[]): string =>
  table(
    ['id', 'name', 'model', 'status', ...numbersHead],
    rollouts.map((rollout) => [
      rollout.id,
      rollout.name,
      `${rollout.model.name} ${rollout.model.version}`,
      statusOf(rollout),
      ...numbers(rollout.counts),
    ]),
  );

/** One line, for whoever waits. */
export const rolloutLine = (rollout: Rollout): string => {
  const { devices, succeeded, failed } = rollout.counts;
  const running = rollout.groups.find(({ status }) => status === 'running');
  const where = running === undefined ? '' : `, ${running.name}`;
  const done = devices === 0 ? 100 : Math.floor((succeeded * 100) / devices);
  return `${statusOf(rollout)}${where}: ${done} %, ${succeeded} of ${devices} succeeded, ${failed} failed, ${atWork(rollout.counts)} at work`;
};

export const rolloutText = (rollout: Rollout): string =>
  [
    `${rollout.name}: ${statusOf(rollout)}`,
    `  model     ${rollout.model.name} ${rollout.model.version} (${rollout.mode})`,
    `  planned   ${rollout.plannedAt}`,
    `  started   ${rollout.startedAt ?? 'no'}`,
    `  ended     ${rollout.endedAt ?? 'no'}`,
    `  excluded  ${rollout.excluded}`,
    '',
    table(
      ['group', 'status', ...numbersHead],
      rollout.groups.map(({ name, status, counts }) => [name, status, ...numbers(counts)]),
    ),
    ...rollout.failures.map(({ code, devices }) => `  ${devices} failed: ${code}`),
  ].join('\n');

export const previewText = ({ model, groups, excluded, bytes, warnings }: RolloutPreview): string =>
  [
    `${model.name} ${model.version}: ${bytes} bytes to send at most`,
    table(
      ['group', 'devices', 'first'],
      groups.map(({ name, devices: size, first }) => [name, String(size), first[0]?.name ?? '']),
    ),
    ...excluded.byReason.map(({ reason, devices: left }) => `  ${left} cannot take it: ${reason}`),
    ...warnings.map(({ message }) => `  ${message}`),
  ].join('\n');
