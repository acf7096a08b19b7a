import { Stack, Text, Title } from '@mantine/core';
import type { EvaluationReport } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import type { Place } from '../../../components/confusion/cells';
import { Matrix } from '../../../components/confusion/matrix';
import { MatrixTable } from '../../../components/confusion/matrix-table';
import { PairList } from '../../../components/confusion/pair-list';
import { useClassNames } from '../../../components/confusion/use-class-names';
import { Section } from '../../../components/section';
import './confusion.css';

interface Props {
  readonly report: EvaluationReport;
  readonly chosen: Place | undefined;
  readonly onChoose: (place: Place) => void;
}

/** What is taken for what: all of it as a heat map, the worst of it as a list. */
export const Confusion = ({ report, chosen, onChoose }: Props) => {
  const { t } = useTranslation();
  const names = useClassNames(report);
  const { confusion, classes } = report;
  const nothing = names.length > classes.length ? classes.length : undefined;
  return (
    <Section title={t('models.confusion.title')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('models.confusion.text')}
        </Text>
        <div className="confusion" data-many={names.length > 20 ? '' : undefined}>
          <Stack gap="sm" miw={0}>
            <Matrix
              names={names}
              confusion={confusion}
              chosen={chosen}
              onChoose={onChoose}
              hint={t('models.confusion.hint')}
            />
            <MatrixTable names={names} confusion={confusion} />
          </Stack>
          <div>
            <Title order={3} fz="sm" mb={6}>
              {t('models.confusion.pairs')}
            </Title>
            <PairList
              names={names}
              confusion={confusion}
              nothing={nothing}
              chosen={chosen}
              onChoose={onChoose}
            />
          </div>
        </div>
      </Stack>
    </Section>
  );
};
