import { SimpleGrid } from '@mantine/core';
import type { Solution } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { newestOf } from '../../../api/solutions';
import { TaskPicture } from '../../../components/label/task-picture';
import { Section } from '../../../components/section';
import { ChoiceCard } from '../../../components/training/choice-card';
import { usePhrase } from '../../../i18n/server-words';

interface Props {
  readonly solutions: readonly Solution[];
  readonly chosen: string;
  readonly onChoose: (key: string) => void;
}

/** What is to be learned, and how. */
export const SolutionChoice = ({ solutions, chosen, onChoose }: Props) => {
  const { t } = useTranslation();
  const phrase = usePhrase();
  return (
    <Section title={t('streams.create.solution')} aside={t('streams.create.solutionHint')}>
      <SimpleGrid
        cols={{ base: 1, sm: 2 }}
        spacing="sm"
        role="radiogroup"
        aria-label={t('streams.create.solution')}
      >
        {solutions.map((solution) => {
          const manifest = newestOf(solution)?.manifest;
          return (
            manifest && (
              <ChoiceCard
                key={solution.key}
                name="solution"
                checked={solution.key === chosen}
                title={phrase(manifest.name)}
                text={phrase(manifest.description)}
                picture={<TaskPicture task={manifest.task} />}
                onChoose={() => onChoose(solution.key)}
              />
            )
          );
        })}
      </SimpleGrid>
    </Section>
  );
};
