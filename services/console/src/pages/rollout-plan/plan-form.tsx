import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { MorePolicy } from '../../components/rollout/plan/more-policy';
import { StagesField } from '../../components/rollout/plan/stages-field';
import { TargetField } from '../../components/rollout/plan/target-field';
import { WindowFields } from '../../components/rollout/plan/window-fields';
import { Section } from '../../components/section';
import { ModelField } from './model-field';
import type { Plan } from './use-plan';
import { WhenField } from './when-field';

/** What, to whom, in which stages, when; what is usual stands there already. */
export const PlanForm = ({ plan }: { readonly plan: Plan }) => {
  const { t } = useTranslation();
  const { draft, planned, preview, change } = plan;
  return (
    <Stack gap="md" miw={0}>
      <Section title={t('rolloutPlan.model.title')}>
        <ModelField plan={plan} />
      </Section>
      <Section title={t('rolloutPlan.target.title')}>
        <TargetField draft={draft.target} error={preview.error} onChange={(target) => change({ target })} />
      </Section>
      <Section title={t('rolloutPlan.stages.title')} aside={t('rolloutPlan.stages.hint')}>
        <StagesField draft={draft} onChange={change} />
      </Section>
      <Section title={t('rolloutPlan.when.title')}>
        <Stack gap="md">
          <WhenField draft={draft} onChange={change} />
          <WindowFields draft={draft} onChange={change} />
        </Stack>
      </Section>
      <MorePolicy draft={draft} warningScore={planned?.warningScore ?? null} onChange={change} />
    </Stack>
  );
};
