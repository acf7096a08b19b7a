import { List, Text } from '@mantine/core';
import type { RolloutPreview } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format';
import { FirstDevices } from './first-devices';

/** Devices that match and cannot take the model, by the reason. */
export const ExcludedDevices = ({ excluded }: Pick<RolloutPreview, 'excluded'>) => {
  const { t } = useTranslation();
  const format = useFormat();
  if (excluded.devices === 0) return null;
  return (
    <div data-excluded={excluded.devices}>
      <Text size="sm" fw={600} mb={4}>
        {t('rolloutPlan.preview.excluded', { count: excluded.devices })}
      </Text>
      <List size="sm">
        {excluded.byReason.map(({ reason, devices, first }) => (
          <List.Item key={reason} data-reason={reason}>
            {t(`rollouts.incompatible.${reason}`)}: {format.number(devices)}
            <FirstDevices devices={devices} first={first} />
          </List.Item>
        ))}
      </List>
    </div>
  );
};
