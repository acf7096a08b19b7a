import { Alert, Skeleton, Stack, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../components/problem-alert';
import { targetFault } from '../../components/rollout/plan/target-field';
import { Preview } from '../../components/rollout/preview/preview';
import { Section } from '../../components/section';
import type { Planning } from './use-planning';
import type { Plan } from './use-plan';

/** Why there is nothing to be seen yet. */
const useMissing = ({ planned, modelId, complete }: Plan): string | undefined => {
  const { t } = useTranslation();
  if (modelId === '') return t('rolloutPlan.preview.chooseModel');
  return planned && !complete ? t('rolloutPlan.preview.incomplete') : undefined;
};

const Content = ({ plan }: { readonly plan: Plan }) => {
  const missing = useMissing(plan);
  const { data, error, refetch } = plan.preview;
  if (plan.unread) return <ProblemAlert error={plan.unread.error} onRetry={plan.unread.again} />;
  if (missing !== undefined)
    return (
      <Text size="sm" c="dimmed" role="status">
        {missing}
      </Text>
    );
  // The filter's own field says where it cannot be understood.
  if (error) return targetFault(error) ? null : <ProblemAlert error={error} onRetry={() => void refetch()} />;
  return data ? <Preview preview={data} /> : <Skeleton height={180} radius="md" />;
};

interface Props {
  readonly plan: Plan;
  readonly planning: Planning;
}

/** What the plan would do, as it will be stored. */
export const PreviewPanel = ({ plan, planning }: Props) => {
  const { t } = useTranslation();
  const looking = plan.complete && !plan.fresh && !plan.preview.isError;
  return (
    <Section
      title={t('rolloutPlan.preview.title')}
      {...(looking ? { aside: t('rolloutPlan.preview.refreshing') } : {})}
    >
      <Stack gap="md">
        {planning.changed && (
          <Alert
            role="alert"
            variant="light"
            color="orange"
            icon={<IconRefresh />}
            title={t('rolloutPlan.preview.changed')}
          >
            {t('rolloutPlan.preview.changedText')}
          </Alert>
        )}
        <Content plan={plan} />
        {planning.error !== null && <ProblemAlert error={planning.error} />}
      </Stack>
    </Section>
  );
};
