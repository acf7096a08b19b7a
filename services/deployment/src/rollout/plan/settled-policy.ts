import {
  usualConfirmation,
  usualGroup,
  usualPacing,
  usualShadowMinutes,
  usualStepMinutes,
  type Confirmation,
  type PlanRollout,
  type StepMinutes,
} from '@tutti/contracts/deployment';
import type { RolloutPlannedData } from '../rollout.state';

/** How a rollout goes about it, with everything filled in that is usual. */
export interface SettledPolicy extends Pick<
  RolloutPlannedData,
  'wish' | 'stepMinutes' | 'pacing' | 'approval'
> {
  readonly groups: NonNullable<PlanRollout['groups']>;
}

const all = { kind: 'percent', percent: 100 } as const;

const confirmationOf = ({ confirmation }: PlanRollout, warningScore: number | null): Confirmation =>
  confirmation ?? { ...usualConfirmation, ...(warningScore === null ? {} : { floor: warningScore }) };

const minutesOf = ({ stepMinutes = {} }: PlanRollout): StepMinutes => {
  const { accept, download, install, activate } = usualStepMinutes;
  const said = stepMinutes;
  return {
    accept: said.accept ?? accept,
    download: said.download ?? download,
    install: said.install ?? install,
    activate: said.activate ?? activate,
  };
};

/** `warningScore`: of the model's stream, the floor of who says none. */
export const settledPolicy = (body: PlanRollout, warningScore: number | null): SettledPolicy => {
  const { mode = 'replace', pacing = usualPacing, latencyBudgetMs, shadowMinutes } = body;
  return {
    groups: body.groups ?? [{ ...usualGroup, size: all }],
    pacing,
    approval: body.approval ?? false,
    stepMinutes: minutesOf(body),
    wish: {
      mode,
      confirmation: confirmationOf(body, warningScore),
      windows: body.windows ?? [],
      ...(latencyBudgetMs === undefined ? {} : { latencyBudgetMs }),
      ...(mode === 'shadow' ? { shadowMinutes: shadowMinutes ?? usualShadowMinutes } : {}),
      jitterSeconds: pacing.jitterSeconds,
    },
  };
};
