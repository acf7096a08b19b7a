import { SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { IconHeartbeat } from '@tabler/icons-react';
import type { Device } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { useVitals } from '../../api/vitals';
import { BandChart } from '../../components/chart/band-chart';
import { RangePicker } from '../../components/chart/range-picker';
import { useWindow, type WindowControl } from '../../components/chart/use-window';
import { EmptyState } from '../../components/empty-state';
import { Loaded } from '../../components/loaded';
import { useFormat } from '../../i18n/use-format';
import { useThen } from './past/past-context';
import { hasValues, panelsOf } from './vitals-panels';

interface PanelsProps {
  readonly steps: NonNullable<ReturnType<typeof useVitals>['data']>;
  readonly control: WindowControl;
}

const Panels = ({ steps, control }: PanelsProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { items, stepSeconds, span } = steps;
  if (items.length === 0)
    return <EmptyState icon={<IconHeartbeat size={24} />} title={t('edge.vitals.empty')} />;
  const panels = panelsOf(format).filter((panel) => hasValues(panel, items));
  return (
    <>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="xl" verticalSpacing="xl">
        {panels.map(({ name, lines, format: written, top }) => (
          <BandChart
            key={name}
            name={t(`edge.vitals.${name}`)}
            lines={lines.map((line) => ({ name: t(`edge.vitals.${line.name}`), tone: line.tone }))}
            rows={items}
            pick={lines.map(({ pick }) => pick)}
            stepSeconds={stepSeconds}
            span={span}
            control={control}
            format={written}
            {...(top === undefined ? {} : { top })}
          />
        ))}
      </SimpleGrid>
      {!panels.some(({ name }) => name === 'temperature') && (
        <Text size="xs" c="dimmed">
          {t('edge.vitals.noTemperature')}
        </Text>
      )}
    </>
  );
};

/** How the machine is doing. */
export const VitalsCharts = ({ device }: { readonly device: Device }) => {
  const control = useWindow(900, useThen());
  const query = useVitals(device.id, control.window);
  return (
    <Stack gap="lg">
      <RangePicker control={control} />
      <Loaded query={query} skeleton={<Skeleton height={360} />}>
        {(steps) => <Panels steps={steps} control={control} />}
      </Loaded>
    </Stack>
  );
};
