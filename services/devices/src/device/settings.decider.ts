import type { DeviceEvent, DeviceSettings } from '@tutti/contracts/devices';
import { isInFleet, type DeviceState } from './device.state';
import { notInFleet, refuse } from './refusal.decider';

/** Everything that is set for the device, from now on. */
export type SetSettings = { readonly type: 'SetSettings'; readonly settings: DeviceSettings };

export const noSettings: DeviceSettings = { sampling: null, warningScore: null };

const sampling = ({ sampling: policy }: DeviceSettings): readonly unknown[] =>
  policy === null
    ? []
    : [
        policy.threshold,
        policy.boxes?.score,
        policy.boxes?.share,
        policy.margin,
        policy.entropy,
        policy.audit,
        policy.perDay,
        policy.bytesPerDay,
      ];

const isSame = (a: DeviceSettings, b: DeviceSettings): boolean =>
  a.warningScore === b.warningScore && JSON.stringify(sampling(a)) === JSON.stringify(sampling(b));

export const setSettings = ({ settings }: SetSettings, state: DeviceState): readonly DeviceEvent[] => {
  if (!isInFleet(state)) return notInFleet(state);
  if (isSame(settings, state.settings ?? noSettings))
    refuse('device.nothing-changed', 'Every setting is what it was.');
  return [{ type: 'DeviceSettingsChanged', data: settings }];
};
