import type { DeployedModel, PlanRollout, RollBack } from '@tutti/contracts/deployment';
import type { DeviceModels } from '../../fleet/device-models';
import type { TargetDevice } from '../../fleet/target-devices';
import { refused } from '../../refused.decider';

const none = (detail: string): Error => refused('rollout.no-earlier-model', detail);

/** The model that all of these devices had before. Throws `rollout.no-earlier-model`. */
export const earlierModel = async (
  devices: readonly TargetDevice[],
  had: Pick<DeviceModels, 'before'>,
): Promise<string> => {
  const registered = devices.filter(({ lifecycle }) => lifecycle === 'registered');
  if (registered.length === 0) throw none('No device of the fleet matches the target.');
  const before = await had.before(registered.map(({ id }) => id));
  const without = registered.filter(({ id }) => !before.has(id));
  if (without.length > 0) {
    const names = without.slice(0, 3).map(({ name }) => `“${name}”`);
    throw none(
      `${without.length} devices confirmed no model before this one: ${names.join(', ')}. Name the model that they are to have.`,
    );
  }
  const earlier = new Set(before.values());
  const [modelId] = earlier;
  if (modelId === undefined || earlier.size > 1)
    throw none(`The devices had ${earlier.size} different models before: name one, or fewer devices.`);
  return modelId;
};

const atOnce = { perMinute: 100_000, mostInFlight: 100_000, jitterSeconds: 0 } as const;
const all = { kind: 'percent', percent: 100 } as const;
const longestName = 64;

/** Whatever the gate says of a model that stayed before; of another one a person must say why. */
const forced = (reason: string | undefined, wasThere: boolean): Pick<PlanRollout, 'force'> => {
  const force = reason || (wasThere ? 'It is the model from before.' : undefined);
  return force === undefined ? {} : { force };
};

/**
 * At once and without stages. That it judges at all is enough, for a least score that the place no longer gives would
 * send devices back to what they come from. `wasThere`: one of the devices confirmed it before.
 */
export const returnTo = (
  { modelId, name, version }: DeployedModel,
  { target, reason }: RollBack,
  wasThere: boolean,
): PlanRollout => ({
  name: `${wasThere ? 'Back to ' : ''}${name} ${version}`.slice(0, longestName).trim(),
  modelId,
  target,
  groups: [{ name: 'All devices', successPercent: 100, onSuccess: 'next-group', error: all, size: all }],
  pacing: atOnce,
  confirmation: { results: 1, minutes: 5, whenSilent: 'confirm' },
  ...forced(reason, wasThere),
});
