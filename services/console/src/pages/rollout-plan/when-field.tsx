import { SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { toLocalInput } from '../../components/chart/local-input';
import { ChoiceCard } from '../../components/training/choice-card';
import { useNow } from '../../lib/clock';
import { isLate, type PlanDraft } from './plan-draft';

interface Props {
  readonly draft: Pick<PlanDraft, 'starting' | 'startAt'>;
  readonly onChange: (change: Partial<PlanDraft>) => void;
}

/** The next full hour but one: nobody wants to be late for what they have just chosen. */
const soon = (now: number): string => toLocalInput(Math.ceil(now / 3_600_000 + 1) * 3_600_000);

/** When the first device may be offered the model. */
export const WhenField = ({ draft: { starting, startAt }, onChange }: Props) => {
  const { t } = useTranslation();
  const now = useNow();
  return (
    <Stack gap="sm">
      <SimpleGrid
        cols={{ base: 1, sm: 2 }}
        spacing="sm"
        role="radiogroup"
        aria-label={t('rolloutPlan.when.title')}
      >
        {(['now', 'at'] as const).map((way) => (
          <ChoiceCard
            key={way}
            name="rollout-start"
            checked={starting === way}
            title={t(`rolloutPlan.when.${way}.title`)}
            text={t(`rolloutPlan.when.${way}.text`)}
            onChoose={() =>
              onChange({ starting: way, ...(way === 'at' && startAt === '' ? { startAt: soon(now) } : {}) })
            }
          />
        ))}
      </SimpleGrid>
      {starting === 'at' && (
        <TextInput
          type="datetime-local"
          label={t('rolloutPlan.when.startAt')}
          maw={320}
          required
          error={isLate({ starting, startAt }, now) && t('rolloutPlan.when.past')}
          value={startAt}
          onChange={(event) => onChange({ startAt: event.currentTarget.value })}
        />
      )}
    </Stack>
  );
};
