import type { Rollout } from '@tutti/contracts/deployment';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ProblemError } from '../../api/problem-error';
import { usePlanRollout } from '../../api/rollouts';
import { useIdempotencyKey } from '../../api/use-idempotency-key';
import { notifyDone } from '../../lib/notify';
import type { Plan } from './use-plan';

const isChanged = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.code === 'rollout.plan-changed';

/** Stores the plan that is shown, and goes on to it: at once, or after it was asked whether to start. */
export const usePlanning = ({ body, draft, modelId, fresh, preview }: Plan) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  // Not of what is sent: that has other times every few seconds.
  const plan = usePlanRollout(useIdempotencyKey(JSON.stringify([modelId, draft])));
  const [planned, setPlanned] = useState<Rollout>();
  const look = ({ id }: Pick<Rollout, 'id'>): void => void navigate(`/rollouts/${id}`);
  const stored = (rollout: Rollout): void => {
    const { status, name, startAt } = rollout;
    if (status === 'ready' && startAt === null) {
      setPlanned(rollout);
      return;
    }
    notifyDone(t(`rolloutPlan.planned.${status === 'waiting-for-approval' ? 'waits' : 'later'}`, { name }));
    look(rollout);
  };
  const digest = fresh ? preview.data?.planDigest : undefined;
  const perform = (): void => {
    if (!body || digest === undefined) return;
    plan.mutateAsync({ ...body, planDigest: digest }).then(stored, (error: unknown) => {
      if (isChanged(error)) void preview.refetch();
    });
  };
  return {
    ready: body !== undefined && digest !== undefined,
    pending: plan.isPending,
    /** Devices came or went between the look and the plan. */
    changed: isChanged(plan.error),
    error: isChanged(plan.error) ? null : plan.error,
    perform,
    planned,
    look,
  };
};

export type Planning = ReturnType<typeof usePlanning>;
