import {
  Badge,
  Connectivity,
  Lifecycle,
  RuntimeStatus,
  SamplingSource,
} from '@tutti/contracts/gen/tutti/devices/v1/device';
import { Task } from '@tutti/contracts/gen/tutti/devices/v1/shapes';
import {
  badge,
  connectivity,
  lifecycle,
  modelReference,
  runtimeStatus,
  samplingSource,
  type Device,
  type DeviceCounts,
} from '@tutti/contracts/devices';
import { enumMap } from '@tutti/service-kit';

const lifecycles = enumMap(lifecycle.options, Lifecycle);
const connectivities = enumMap(connectivity.options, Connectivity);
const runtimes = enumMap(runtimeStatus.options, RuntimeStatus);
const badges = enumMap(badge.options, Badge);
const sources = enumMap(samplingSource.options, SamplingSource);
export const tasks = enumMap(modelReference.shape.task.options, Task);

export const toDeviceMessage = (device: Device) => ({
  ...device,
  lifecycle: lifecycles.toProto(device.lifecycle),
  connectivity: connectivities.toProto(device.connectivity),
  runtime: device.runtime === null ? null : runtimes.toProto(device.runtime),
  badge: badges.toProto(device.badge),
  sampling: {
    ...device.sampling,
    applied: device.sampling.applied && {
      ...device.sampling.applied,
      source: sources.toProto(device.sampling.applied.source),
    },
  },
  model: device.model && { ...device.model, task: tasks.toProto(device.model.task) },
});

export const toCountsMessage = ({ total, badges: counts }: DeviceCounts) => ({
  total,
  badges: badge.options.flatMap((one) => {
    const count = counts[one];
    return count === undefined ? [] : [{ badge: badges.toProto(one), count }];
  }),
});
