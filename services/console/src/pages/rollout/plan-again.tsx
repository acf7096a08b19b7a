import { Button, Text } from '@mantine/core';
import type { Rollout } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useFailedDevices } from '../../api/deployments';
import { ProblemAlert } from '../../components/problem-alert';
import { planBeside } from '../../components/rollout/plan/plan-link';
import type { Failures } from './pause';

interface Props {
  readonly rollout: Rollout;
  readonly failure: Failures[number];
}

/** From devices that failed to a plan for them: their rollout has ended. */
export const PlanAgain = ({ rollout: { id, model }, failure: { code, devices } }: Props) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const find = useFailedDevices(id);
  const plan = (deviceIds: readonly string[]): void => {
    if (deviceIds.length === 0) return;
    const { to, state } = planBeside(model.modelId, { kind: 'devices', deviceIds: [...deviceIds] });
    void navigate(to, { state });
  };
  return (
    <>
      <Button
        size="compact-xs"
        variant="subtle"
        mt={4}
        loading={find.isPending}
        onClick={() => void find.mutateAsync(code).then(plan, () => undefined)}
      >
        {t('deployments.failure.plan', { count: devices })}
      </Button>
      {find.data?.length === 0 && (
        <Text size="xs" role="status">
          {t('deployments.failure.planNone')}
        </Text>
      )}
      {find.error !== null && <ProblemAlert error={find.error} />}
    </>
  );
};
