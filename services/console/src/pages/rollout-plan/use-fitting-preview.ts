import type { PlanRollout } from '@tutti/contracts/deployment';
import { usePreview } from '../../api/rollouts';

/** The first of the plans, those with more stages first, that has a device for each of its stages. */
export const fittingChoice = (plans: readonly PlanRollout[], devices: number): number => {
  const fitting = plans.findIndex(({ groups = [] }) => groups.length <= devices);
  return fitting < 0 ? plans.length - 1 : fitting;
};

/** The preview of the plan that fits. The last one, which takes all at once, tells how many devices there are. */
export const useFittingPreview = (plans: readonly PlanRollout[]) => {
  const whole = usePreview(plans.at(-1));
  const devices = whole.isPlaceholderData ? undefined : whole.data?.devices;
  const choice = devices === undefined ? undefined : fittingChoice(plans, devices);
  const chosen = usePreview(choice === undefined ? undefined : plans[choice]);
  if (plans.length < 2 || whole.isError) return { choice: plans.length - 1, preview: whole };
  return { choice: choice ?? 0, preview: chosen };
};
