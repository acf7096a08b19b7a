import { Alert, Button, Group, Text } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useEnrolments } from '../../api/enrolments';
import { usePermissions } from '../../api/use-permissions';

/** Devices that ask to join wait for a person: the first thing to see. */
export const WaitingRequests = () => {
  const { t } = useTranslation();
  const mayEnrol = usePermissions()('devices:enrol');
  const requests = useEnrolments(mayEnrol).data ?? [];
  if (requests.length === 0) return null;
  const serials = requests
    .map(({ serial }) => serial)
    .slice(0, 3)
    .join(', ');
  return (
    <Alert color="ink" variant="light" icon={<IconUserPlus />} mb="md" radius="lg">
      <Group justify="space-between">
        <div>
          <Text size="sm" fw={600}>
            {t('overview.requests.title', { count: requests.length })}
          </Text>
          <Text size="sm" c="dimmed" className="wrap-anywhere">
            {serials}
          </Text>
        </div>
        <Button component={Link} to="/requests" size="xs">
          {t('overview.requests.look')}
        </Button>
      </Group>
    </Alert>
  );
};
