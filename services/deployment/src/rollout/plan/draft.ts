import type {
  DeployedModel,
  Incompatibility,
  PlanRollout,
  RolloutManifest,
} from '@tutti/contracts/deployment';
import type { TargetDevice } from '../../fleet/target-devices';
import { refused } from '../../refused.decider';
import { incompatibilities, type Wanted } from './compatibility';
import { digestOf, manifestBytes } from './manifest';
import { ranked } from './rank';
import type { SettledPolicy } from './settled-policy';
import { splitGroups } from './split-groups';

interface Excluded {
  readonly device: TargetDevice;
  readonly reasons: Incompatibility[];
}

/** A plan before anybody has kept it. */
export interface Draft {
  readonly model: DeployedModel;
  readonly policy: SettledPolicy;
  /** Devices of each group, in the order in which they are offered the model. */
  readonly groups: readonly (readonly TargetDevice[])[];
  readonly excluded: readonly Excluded[];
  /** The manifest as it would be stored, and its sha256: the plan's digest. */
  readonly bytes: Uint8Array;
  readonly digest: string;
}

const reasonCounts = (excluded: readonly Excluded[]): string =>
  Object.entries(
    Object.groupBy(
      excluded.flatMap(({ reasons }) => reasons),
      (reason) => reason,
    ),
  )
    .map(([reason, all]) => `${reason} ${all.length}`)
    .join(', ');

const assertDevices = (able: readonly TargetDevice[], excluded: readonly Excluded[]): void => {
  if (able.length > 0) return;
  const detail =
    excluded.length === 0
      ? 'No device of the fleet matches the target.'
      : `${excluded.length} devices match the target, and none can take the model: ${reasonCounts(excluded)}.`;
  throw refused('rollout.no-devices', detail, { params: { excluded: excluded.length } });
};

/** Devices that can take the model, in the order in which they are offered it, and those that cannot, by their ids. */
export const sortedOut = (
  modelId: string,
  devices: readonly TargetDevice[],
  wanted: Wanted,
): { readonly able: readonly TargetDevice[]; readonly excluded: readonly Excluded[] } => {
  const judged = devices.map((device) => ({ device, reasons: incompatibilities(device, wanted) }));
  const able = judged.filter(({ reasons }) => reasons.length === 0).map(({ device }) => device);
  const excluded = judged
    .filter(({ reasons }) => reasons.length > 0)
    .sort((a, b) => (a.device.id < b.device.id ? -1 : 1));
  return { able: ranked(modelId, able), excluded };
};

/** Who is in which group. Throws `rollout.no-devices` and `rollout.groups-unfit`. */
export const draftOf = (
  model: DeployedModel,
  policy: SettledPolicy,
  devices: readonly TargetDevice[],
): Draft => {
  const { able, excluded } = sortedOut(model.modelId, devices, { model, mode: policy.wish.mode });
  assertDevices(able, excluded);
  const groups = splitGroups(able, policy.groups);
  const manifest: RolloutManifest = {
    format: 'tutti-rollout/1',
    modelId: model.modelId,
    groups: policy.groups.map(({ name }, index) => ({
      name,
      deviceIds: (groups[index] ?? []).map(({ id }) => id),
    })),
    excluded: excluded.map(({ device, reasons }) => ({ deviceId: device.id, reasons })),
  };
  const bytes = manifestBytes(manifest);
  return { model, policy, groups, excluded, bytes, digest: digestOf(bytes) };
};

/** Filters among the sizes, with where they stand in the request. */
export const sizeFilters = (groups: NonNullable<PlanRollout['groups']>) =>
  groups.flatMap(({ size }, index) =>
    size.kind === 'filter' ? [{ filter: size.filter, pointer: `/groups/${index}/size/filter` }] : [],
  );
