import {
  DeploymentMode,
  OnSuccess,
  WhenSilent,
  Weekday,
  type Confirmation as ConfirmationMessage,
  type ErrorThreshold as ThresholdMessage,
  type GroupSize as SizeMessage,
  type MaintenanceWindow as WindowMessage,
  type Pacing as PacingMessage,
  type RolloutTarget as TargetMessage,
  type WantedGroup as GroupMessage,
} from '@tutti/contracts/gen/tutti/deployment/v1/policy';
import {
  confirmation as confirmationShape,
  deploymentMode,
  groupPolicy,
  weekday,
  type Confirmation,
  type ErrorThreshold,
  type GroupPolicy,
  type GroupSize,
  type MaintenanceWindow,
  type Pacing,
  type RolloutTarget,
} from '@tutti/contracts/deployment';
import { enumMap, type Present } from '@tutti/service-kit';

export const modes = enumMap(deploymentMode.options, DeploymentMode);
const onSuccesses = enumMap(groupPolicy.shape.onSuccess.options, OnSuccess);
const whenSilents = enumMap(confirmationShape.shape.whenSilent.options, WhenSilent);
const weekdays = enumMap(weekday.options, Weekday);

export const toTarget = (target: RolloutTarget) => {
  switch (target.kind) {
    case 'filter':
      return { filter: target.filter };
    case 'group':
      return { groupId: target.groupId };
    case 'devices':
      return { devices: { deviceIds: target.deviceIds } };
    default:
      return target satisfies never;
  }
};

/** One that says nothing is refused by its schema. */
export const fromTarget = (message: Present<TargetMessage> | undefined): RolloutTarget => {
  const { filter = '', groupId, devices } = message ?? {};
  if (groupId !== undefined) return { kind: 'group', groupId };
  return devices ? { kind: 'devices', deviceIds: [...devices.deviceIds] } : { kind: 'filter', filter };
};

const toSize = (size: GroupSize) => {
  const { kind: _, ...rest } = size;
  return rest;
};

const fromSize = (message: Present<SizeMessage> | undefined): GroupSize => {
  const { percent, count, filter = '' } = message ?? {};
  if (percent !== undefined) return { kind: 'percent', percent };
  return count === undefined ? { kind: 'filter', filter } : { kind: 'count', count };
};

const toThreshold = (threshold: ErrorThreshold) => {
  const { kind: _, ...rest } = threshold;
  return rest;
};

const fromThreshold = (message: Present<ThresholdMessage> | undefined): ErrorThreshold => {
  const { percent, count = 0 } = message ?? {};
  return percent === undefined ? { kind: 'count', count } : { kind: 'percent', percent };
};

export const toPolicy = ({ error, onSuccess, ...rest }: GroupPolicy) => ({
  ...rest,
  error: toThreshold(error),
  onSuccess: onSuccesses.toProto(onSuccess),
});

export type WantedGroup = GroupPolicy & { readonly size: GroupSize };

export const toWantedGroup = ({ size, ...policy }: WantedGroup) => ({
  ...toPolicy(policy),
  size: toSize(size),
});

export const fromWantedGroup = (message: Present<GroupMessage>): WantedGroup => {
  const { error, onSuccess, size, ...rest } = message;
  return {
    ...rest,
    error: fromThreshold(error),
    onSuccess: onSuccesses.fromProto(onSuccess),
    size: fromSize(size),
  };
};

export const toPacing = ({ increase, ...rest }: Pacing) => ({ ...rest, increase: increase ?? null });
export const fromPacing = (message: Present<PacingMessage>): Pacing => message;

export const toWindow = ({ days, ...rest }: MaintenanceWindow) => ({
  ...rest,
  days: (days ?? []).map((day) => weekdays.toProto(day)),
});
export const fromWindow = ({ days, ...rest }: Present<WindowMessage>): MaintenanceWindow => ({
  ...rest,
  ...(days.length === 0 ? {} : { days: days.map((day) => weekdays.fromProto(day)) }),
});

export const toConfirmation = ({ whenSilent, ...rest }: Confirmation) => ({
  ...rest,
  whenSilent: whenSilents.toProto(whenSilent),
});
export const fromConfirmation = ({ whenSilent, ...rest }: Present<ConfirmationMessage>): Confirmation => ({
  ...rest,
  whenSilent: whenSilents.fromProto(whenSilent),
});
