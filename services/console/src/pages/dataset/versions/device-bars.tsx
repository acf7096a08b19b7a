import type { VersionStatistics } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { useDeviceLabels } from '../../../api/names';
import { BarList } from '../../../components/chart/bar-list';

/** Where the pictures came from: which devices, and what did not come from any. */
export const DeviceBars = ({ statistics }: { readonly statistics: VersionStatistics }) => {
  const { t } = useTranslation();
  const { devices, fromDevices, counts } = statistics;
  const labels = useDeviceLabels(devices.map(({ deviceId }) => deviceId));
  const named = devices.reduce((sum, { items }) => sum + items, 0);
  const others = [
    { key: ' others', name: t('versions.charts.otherDevices'), values: [fromDevices.items - named] },
    { key: ' sources', name: t('versions.charts.otherSources'), values: [counts.items - fromDevices.items] },
  ];
  return (
    <BarList
      title={t('versions.charts.devices')}
      series={[{ name: t('versions.charts.pictures'), tone: 1 }]}
      bars={[
        ...devices.map(({ deviceId, items }, index) => ({
          key: deviceId,
          name: labels[index] ?? deviceId,
          values: [items],
        })),
        ...others.filter(({ values: [items = 0] }) => items > 0),
      ]}
    />
  );
};
