import { Alert, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Dataset, DatasetProgress, LabelSchema } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { BarList, type Bar } from '../../../components/chart/bar-list';
import { useFormat } from '../../../i18n/use-format';
import { classNames } from './label-words';

interface Props {
  readonly dataset: Dataset;
  readonly schema: LabelSchema;
  readonly progress: DatasetProgress;
}

const useBars = ({ schema, progress }: Props): readonly Bar[] => {
  const { t } = useTranslation();
  const { required, classes, empty } = progress;
  const names = classNames(schema);
  const bars = classes.map(({ key, items, missing }): Bar => {
    const { name = key, colour = '#888' } = names.get(key) ?? {};
    const short = missing > 0 ? { note: t('versions.freeze.missing', { count: missing, required }) } : {};
    return { key, name, colour, values: [items], ...short };
  });
  return empty > 0
    ? [...bars, { key: ' ', name: t('versions.freeze.emptyPictures'), values: [empty] }]
    : bars;
};

/** What a version that is frozen now would hold, and whether that is enough to train on. */
export const FreezeContent = (props: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { dataset, progress } = props;
  const bars = useBars(props);
  const { states } = progress.items;
  const leftOut = states.unlabelled + states['needs-relabel'] + states.excluded;
  return (
    <Stack gap="sm">
      <div>
        <Text fw={600}>{t('versions.freeze.items', { count: states.labelled })}</Text>
        {leftOut > 0 && (
          <Text size="sm" c="dimmed">
            {t('versions.freeze.leftOut', {
              unlabelled: format.number(states.unlabelled),
              relabel: format.number(states['needs-relabel']),
              excluded: format.number(states.excluded),
            })}
          </Text>
        )}
      </div>
      <BarList
        title={t('versions.freeze.classes')}
        series={[{ name: t('versions.charts.pictures'), tone: 1 }]}
        bars={bars}
      />
      {!progress.ready && (
        <Alert
          color="orange"
          variant="light"
          icon={<IconAlertTriangle />}
          title={t('versions.freeze.notReadyTitle')}
        >
          {t('versions.freeze.notReady', { required: dataset.minimumPerClass })}
        </Alert>
      )}
    </Stack>
  );
};
