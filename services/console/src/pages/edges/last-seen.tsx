import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { TimeAgo } from '../../components/time-ago';

export const LastSeen = ({ at }: { readonly at: string | null }) => {
  const { t } = useTranslation();
  return (
    <Text size="sm" component="span" c="dimmed">
      {at === null ? t('devices.connectivity.never') : <TimeAgo at={at} />}
    </Text>
  );
};
