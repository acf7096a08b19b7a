import { SimpleGrid, Stack, Text } from '@mantine/core';
import type { EvaluationReport, Model } from '@tutti/contracts/training';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEvaluation } from '../../../api/models';
import { problemStatus } from '../../../api/problem-error';
import type { Place } from '../../../components/confusion/cells';
import { pairAt } from '../../../components/confusion/class-pair';
import { Loaded } from '../../../components/loaded';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { Calibration } from './calibration';
import { ClassTable } from './class-table';
import { Confusion } from './confusion';
import { Examples } from './examples';

const Shown = ({ model, report }: { readonly model: Model; readonly report: EvaluationReport }) => {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Place>();
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t(`models.evaluation.part.${report.part}`, { count: report.metrics.items })}
      </Text>
      <Confusion report={report} chosen={chosen} onChoose={setChosen} />
      <Examples
        model={model}
        report={report}
        kind={chosen && pairAt(report, chosen)}
        onClear={() => setChosen(undefined)}
      />
      <SimpleGrid
        cols={{ base: 1, lg: report.calibration.length > 0 ? 2 : 1 }}
        style={{ alignItems: 'start' }}
      >
        <ClassTable report={report} />
        {report.calibration.length > 0 && <Calibration bins={report.calibration} />}
      </SimpleGrid>
    </Stack>
  );
};

/** How well the model does on pictures that it never learned from, and where it errs. */
export const EvaluationTab = ({ model }: { readonly model: Model }) => {
  const { t } = useTranslation();
  const query = useEvaluation(model.id);
  if (problemStatus(query.error) === 404)
    return (
      <Text size="sm" c="dimmed">
        {t('models.evaluation.none')}
      </Text>
    );
  return (
    <Loaded query={query} skeleton={<RowsSkeleton rows={3} height={160} />}>
      {(report) => <Shown model={model} report={report} />}
    </Loaded>
  );
};
