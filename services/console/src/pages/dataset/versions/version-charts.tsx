import { SimpleGrid, Stack } from '@mantine/core';
import type { VersionStatistics } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { BarList } from '../../../components/chart/bar-list';
import { useFormat } from '../../../i18n/use-format';
import { useShownDataset } from '../use-shown-dataset';
import { boxBars, classBars, crowdsOf, sideBars } from './chart-bars';
import { DeviceBars } from './device-bars';
import { classNames } from './label-words';
import { splitTones, splits } from './splits';

const Boxes = ({ statistics }: { readonly statistics: VersionStatistics }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const crowds = crowdsOf(statistics).map(({ from, to, items }) => ({
    key: String(to),
    name:
      to === 0
        ? t('versions.label.empty')
        : t(from === to ? 'versions.charts.crowd' : 'versions.charts.crowdRange', { count: to, from, to }),
    values: [items],
  }));
  const share = (value: number): string => format.percent(value, 1);
  return (
    <>
      <BarList
        title={t('versions.charts.crowds')}
        series={[{ name: t('versions.charts.pictures'), tone: 1 }]}
        bars={crowds}
      />
      <BarList
        title={t('versions.charts.boxes')}
        series={[{ name: t('versions.charts.boxesSeries'), tone: 2 }]}
        bars={boxBars(statistics, ({ from, to }) =>
          t('versions.charts.box', { from: share(from), to: share(to) }),
        )}
      />
    </>
  );
};

/** What is in a version, as charts that say the same in words. */
export const VersionCharts = ({ statistics }: { readonly statistics: VersionStatistics }) => {
  const { t } = useTranslation();
  const { dataset, schema } = useShownDataset();
  const parts = splits.map((split) => ({ name: t(`versions.split.${split}`), tone: splitTones[split] }));
  const pictures = [{ name: t('versions.charts.pictures'), tone: 1 }] as const;
  const { counts } = statistics;
  const bars = classBars(counts, classNames(schema));
  return (
    <Stack gap="xl">
      <BarList title={t('versions.charts.classes')} series={parts} bars={bars} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl" verticalSpacing="xl">
        <BarList
          title={t('versions.charts.splits')}
          series={pictures}
          bars={splits.map((split) => ({
            key: split,
            name: t(`versions.split.${split}`),
            values: [counts.splits[split] ?? 0],
          }))}
        />
        <DeviceBars statistics={statistics} />
        <BarList
          title={t('versions.charts.sides')}
          series={pictures}
          bars={sideBars(statistics, (range) => t('versions.charts.side', { ...range }))}
        />
        {dataset.task === 'object-detection' && <Boxes statistics={statistics} />}
      </SimpleGrid>
    </Stack>
  );
};
