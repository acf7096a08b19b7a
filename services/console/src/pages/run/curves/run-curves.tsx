import { Stack, Text } from '@mantine/core';
import type { Run } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { hasEnded, useRunCurves } from '../../../api/runs';
import { Loaded } from '../../../components/loaded';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { Section } from '../../../components/section';
import { Curve } from './curve';
import { curveCharts } from './curve-charts';

/** How the model learns: the curves draw themselves while it does. */
export const RunCurves = ({ run }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const query = useRunCurves(run);
  return (
    <Section title={t('runs.curves.title')}>
      <Loaded query={query} skeleton={<RowsSkeleton rows={1} height={200} />}>
        {(series) => {
          const charts = curveCharts(series);
          if (charts.length === 0)
            return (
              <Text size="sm" c="dimmed">
                {t(hasEnded(run) ? 'runs.curves.noneEnded' : 'runs.curves.none')}
              </Text>
            );
          return (
            <Stack gap="lg">
              {charts.map((chart) => (
                <Curve key={chart.kind} chart={chart} />
              ))}
            </Stack>
          );
        }}
      </Loaded>
    </Section>
  );
};
