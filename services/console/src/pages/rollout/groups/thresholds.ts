import type { GroupPolicy, RolloutCounts } from '@tutti/contracts/deployment';

/** A share of devices as a number of them: 5 of 50 are ten percent, whatever a computer makes of 0.1. */
const devicesOf = (percent: number, devices: number): number => Math.ceil((devices * percent) / 100 - 1e-9);

/** How many devices must have the model before the group is through. */
export const passesAt = ({ successPercent }: Pick<GroupPolicy, 'successPercent'>, devices: number): number =>
  devicesOf(successPercent, devices);

/** At how many that failed the rollout stops for a person. */
export const pausesAt = ({ error }: Pick<GroupPolicy, 'error'>, devices: number): number =>
  error.kind === 'count' ? error.count : Math.max(1, devicesOf(error.percent, devices));

/** Where something stands on a line of so many devices, in percent. */
export const placeOn = (value: number, devices: number): number =>
  devices === 0 ? 0 : (Math.min(value, devices) / devices) * 100;

/** Devices that count: one whose deployment was cancelled or overtaken says nothing about the model. */
export const counted = ({ devices, other }: RolloutCounts): number => devices - other;
