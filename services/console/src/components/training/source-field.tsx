import { SimpleGrid, Stack } from '@mantine/core';
import type { SolutionManifest, TrainingTask } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { usePhrase } from '../../i18n/server-words';
import { ChoiceCard } from './choice-card';
import { DatasetChoice } from './dataset-choice';
import type { SourceDraft } from './source-draft';

interface Props {
  readonly task: TrainingTask;
  readonly sample: SolutionManifest['sample'];
  readonly draft: SourceDraft;
  readonly withVersions?: boolean;
  readonly onChange: (draft: SourceDraft) => void;
}

/** What to learn from: the sample data of the solution, or datasets. */
export const SourceField = ({ sample, ...choice }: Props) => {
  const { t } = useTranslation();
  const phrase = usePhrase();
  const { draft, onChange } = choice;
  return (
    <Stack gap="sm">
      {sample && (
        <SimpleGrid
          cols={{ base: 1, sm: 2 }}
          spacing="sm"
          role="radiogroup"
          aria-label={t('training.data.which')}
        >
          <ChoiceCard
            name="source"
            checked={draft.kind === 'sample'}
            title={t('training.data.sample')}
            text={phrase(sample.description)}
            onChoose={() => onChange({ ...draft, kind: 'sample' })}
          />
          <ChoiceCard
            name="source"
            checked={draft.kind === 'datasets'}
            title={t('training.data.mine')}
            text={t('training.data.mineText')}
            onChoose={() => onChange({ ...draft, kind: 'datasets' })}
          />
        </SimpleGrid>
      )}
      {draft.kind === 'datasets' && <DatasetChoice {...choice} />}
    </Stack>
  );
};
