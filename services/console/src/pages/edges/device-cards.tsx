import { Group, Stack, Text } from '@mantine/core';
import type { Device } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DeviceTitle } from '../../components/device/device-title';
import { Serial } from '../../components/device/serial';
import { StatusBadge } from '../../components/status-badge';
import { TagList } from '../../components/tag-list';
import { hasName } from '../../lib/has-name';
import { LastSeen } from './last-seen';
import { ModelName } from './model-name';
import './device-cards.css';

const Card = ({ device }: { readonly device: Device }) => (
  <Link to={`/edges/${device.id}`} className="device-card">
    <Stack gap={6}>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600} className="wrap-anywhere">
          <DeviceTitle device={device} />
        </Text>
        <StatusBadge badge={device.badge} />
      </Group>
      {hasName(device) && (
        <Text size="xs" c="dimmed">
          <Serial value={device.serial} />
        </Text>
      )}
      <Group justify="space-between" gap="xs">
        <ModelName model={device.model} />
        <LastSeen at={device.lastSeenAt} />
      </Group>
      {(device.site !== null || Object.keys(device.tags).length > 0) && (
        <Group gap={6}>
          {device.site !== null && <Text size="sm">{device.site}</Text>}
          <TagList tags={device.tags} limit={4} />
        </Group>
      )}
    </Stack>
  </Link>
);

/** The list on a phone. */
export const DeviceCards = ({ devices }: { readonly devices: readonly Device[] }) => {
  const { t } = useTranslation();
  return (
    <ul className="device-cards" aria-label={t('devices.list.title')}>
      {devices.map((device) => (
        <li key={device.id}>
          <Card device={device} />
        </li>
      ))}
    </ul>
  );
};
