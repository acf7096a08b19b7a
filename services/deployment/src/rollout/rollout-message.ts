import {
  GroupKind,
  GroupStatus,
  Incompatibility,
  PauseCause,
  RolloutCauseKind,
  RolloutStatus,
  type RollBackRequest,
  type RolloutPlan,
} from '@tutti/contracts/gen/tutti/deployment/v1/rollout';
import {
  groupStatus,
  incompatibility,
  rolloutGroup,
  rolloutStatus,
  type ExcludedDevice,
  type PlanRollout,
  type RollBack,
  type Rollout,
  type RolloutGroup,
  type RolloutPreview,
} from '@tutti/contracts/deployment';
import { enumMap, type Present } from '@tutti/service-kit';
import { toComparison, toDeployedModel } from './model-message';
import {
  fromConfirmation,
  fromPacing,
  fromTarget,
  fromWantedGroup,
  fromWindow,
  modes,
  toConfirmation,
  toPacing,
  toPolicy,
  toTarget,
  toWindow,
} from './policy-message';

const statuses = enumMap(rolloutStatus.options, RolloutStatus);
const pauses = enumMap(['person', 'group-passed', 'errors'], PauseCause);
const causes = enumMap(['person', 'template', 'rollback'], RolloutCauseKind);
const kinds = enumMap(rolloutGroup.shape.kind.options, GroupKind);
const groupStatuses = enumMap(groupStatus.options, GroupStatus);
const reasons = enumMap(incompatibility.options, Incompatibility);

const toGroup = ({ kind, status, counts, ...policy }: RolloutGroup) => ({
  ...toPolicy(policy),
  kind: kinds.toProto(kind),
  status: groupStatuses.toProto(status),
  counts,
});

const toCause = (cause: Rollout['cause']) => ({
  kind: causes.toProto(cause.kind),
  streamId: cause.kind === 'template' ? cause.streamId : null,
});

export const toRolloutMessage = (rollout: Rollout) => {
  const { model, comparison, paused, pacing, windows, confirmation, ...rest } = rollout;
  return {
    ...rest,
    model: toDeployedModel(model),
    mode: modes.toProto(rollout.mode),
    status: statuses.toProto(rollout.status),
    paused: paused && { ...paused, cause: pauses.toProto(paused.cause) },
    cause: toCause(rollout.cause),
    target: toTarget(rollout.target),
    groups: rollout.groups.map(toGroup),
    comparison: comparison && toComparison(comparison),
    pacing: toPacing(pacing),
    windows: windows.map(toWindow),
    confirmation: toConfirmation(confirmation),
  };
};

export const toPreviewMessage = ({ model, excluded, ...preview }: RolloutPreview) => ({
  ...preview,
  model: toDeployedModel(model),
  excluded: {
    ...excluded,
    byReason: excluded.byReason.map(({ reason, ...some }) => ({ ...some, reason: reasons.toProto(reason) })),
  },
});

export const toExcludedMessage = ({ reasons: found, ...device }: ExcludedDevice) => ({
  ...device,
  reasons: found.map((reason) => reasons.toProto(reason)),
});

/** What is absent is refused by its schema, where it must be there. */
export const fromPlan = (message: Present<RolloutPlan> | undefined): PlanRollout => {
  if (!message) return { name: '', modelId: '', target: fromTarget(undefined) };
  const { target, mode, groups, pacing, windows, confirmation, ...rest } = message;
  return {
    ...rest,
    target: fromTarget(target),
    mode: modes.fromProto(mode),
    groups: groups.length === 0 ? undefined : groups.map(fromWantedGroup),
    pacing: pacing && fromPacing(pacing),
    windows: windows.length === 0 ? undefined : windows.map(fromWindow),
    confirmation: confirmation && fromConfirmation(confirmation),
  };
};

export const fromRollBack = ({ target, ...rest }: Present<RollBackRequest>): RollBack => ({
  ...rest,
  target: fromTarget(target),
});
