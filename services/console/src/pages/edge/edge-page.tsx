import { Anchor, Grid, Stack } from '@mantine/core';
import { IconArrowLeft, IconDevices } from '@tabler/icons-react';
import type { Device } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useDevice } from '../../api/devices';
import { problemStatus } from '../../api/problem-error';
import { EmptyState } from '../../components/empty-state';
import { PageHeader } from '../../components/page-header';
import { ProblemAlert } from '../../components/problem-alert';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { StatusBadge } from '../../components/status-badge';
import { DeviceActions } from './device-actions';
import { DeviceFacts } from './device-facts';
import { DeviceState } from './device-state';
import { EdgeTabs } from './edge-tabs';

const Back = () => {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to="/edges" size="sm" c="dimmed">
      <IconArrowLeft size={14} aria-hidden="true" style={{ verticalAlign: '-2px' }} /> {t('edge.back')}
    </Anchor>
  );
};

const Shown = ({ device }: { readonly device: Device }) => (
  <>
    <PageHeader
      title={device.name}
      above={<Back />}
      text={<StatusBadge badge={device.badge} />}
      actions={<DeviceActions device={device} />}
    />
    <Stack gap="md">
      <DeviceState device={device} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 8.5 }}>
          <EdgeTabs device={device} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 3.5 }}>
          <DeviceFacts device={device} />
        </Grid.Col>
      </Grid>
    </Stack>
  </>
);

/** One device with all that is known about it. */
export const EdgePage = () => {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data: device, error, refetch } = useDevice(id);
  if (device) return <Shown device={device} />;
  // An address that cannot be a device's is no device either.
  if ([400, 404].includes(problemStatus(error) ?? 0))
    return (
      <EmptyState icon={<IconDevices size={24} />} order={1} title={t('edge.notFound')} children={<Back />} />
    );
  return error ? (
    <ProblemAlert error={error} onRetry={() => void refetch()} />
  ) : (
    <RowsSkeleton rows={4} height={96} />
  );
};
