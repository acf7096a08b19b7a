import { Text } from '@mantine/core';
import type { RolloutPreview } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { shortSerial } from '../../../lib/short';

interface Props {
  readonly devices: number;
  readonly first: RolloutPreview['groups'][number]['first'];
}

const shown = 4;

/** Some devices by name, and how many more there are. */
export const FirstDevices = ({ devices, first }: Props) => {
  const { t } = useTranslation();
  const named = first.slice(0, shown);
  const more = devices - named.length;
  return (
    <Text size="xs" c="dimmed" className="wrap-anywhere">
      {devices === 0
        ? t('rolloutPlan.preview.nobody')
        : [
            named.map(({ name }) => shortSerial(name)).join(', '),
            more > 0 ? t('rolloutPlan.preview.andMore', { count: more }) : '',
          ]
            .filter(Boolean)
            .join(' ')}
    </Text>
  );
};
