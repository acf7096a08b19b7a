import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNarrow } from '../../lib/use-narrow';
import { needsReason } from './plan-draft';
import type { Planning } from './use-planning';
import type { Plan } from './use-plan';

interface Props {
  readonly plan: Plan;
  readonly planning: Planning;
}

/** What keeps a plan that can be looked at from being stored. */
const useObstacle = ({ planned, complete, body, draft }: Plan): string | undefined => {
  const { t } = useTranslation();
  if (!planned || !complete || body) return undefined;
  return needsReason(planned) && draft.force.trim() === ''
    ? t('rolloutPlan.preview.needsReason')
    : t('rolloutPlan.preview.incomplete');
};

/** The button; on a phone, where what will happen stands far below, with the sum of it. */
export const PlanActions = ({ plan, planning }: Props) => {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const obstacle = useObstacle(plan);
  const { data } = plan.preview;
  return (
    <Group justify="space-between" wrap="nowrap">
      {obstacle !== undefined && (
        <Text size="xs" c="var(--tutti-bad)" role="status">
          {obstacle}
        </Text>
      )}
      {obstacle === undefined && narrow && (
        <Text size="sm" fw={600} className="num">
          {data && plan.complete && t('rolloutPlan.preview.devices', { count: data.devices })}
        </Text>
      )}
      <Button
        style={{ flex: narrow || obstacle !== undefined ? 'none' : 1 }}
        disabled={!planning.ready}
        loading={planning.pending}
        onClick={planning.perform}
      >
        {t('rolloutPlan.plan')}
      </Button>
    </Group>
  );
};
