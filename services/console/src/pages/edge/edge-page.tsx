import { ActionIcon, Anchor, Grid, Group, Stack, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconDevices, IconHistory } from '@tabler/icons-react';
import type { Device } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
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
import { useThen } from './past/past-context';
import { PastPage } from './past/past-page';
import { PastState } from './past/past-state';
import { SettingsCard } from './settings/settings-card';

const Back = () => {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to="/edges" size="sm" c="dimmed">
      <IconArrowLeft size={14} aria-hidden="true" style={{ verticalAlign: '-2px' }} /> {t('edge.back')}
    </Anchor>
  );
};

const SeePast = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Tooltip label={t('edge.past.see')}>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t('edge.past.see')}
        onClick={() => void navigate({ search: `?asOf=${new Date().toISOString()}` })}
      >
        <IconHistory size={18} />
      </ActionIcon>
    </Tooltip>
  );
};

const Shown = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const isPast = useThen() !== null;
  return (
    <>
      <PageHeader
        title={device.name}
        above={<Back />}
        text={isPast ? t(`devices.lifecycle.${device.lifecycle}`) : <StatusBadge badge={device.badge} />}
        actions={
          <Group gap="xs">
            {!isPast && <SeePast />}
            <DeviceActions device={device} />
          </Group>
        }
      />
      <Stack gap="md">
        {isPast ? <PastState device={device} /> : <DeviceState device={device} />}
        <Grid gap="md">
          <Grid.Col span={{ base: 12, md: 8.5 }}>
            <EdgeTabs device={device} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 3.5 }}>
            <Stack gap="md">
              {!isPast && <SettingsCard device={device} />}
              <DeviceFacts device={device} />
            </Stack>
          </Grid.Col>
        </Grid>
      </Stack>
    </>
  );
};

const Present = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
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

/** One device with all that is known about it, now or (`?asOf=`) then. */
export const EdgePage = () => {
  const { id = '' } = useParams();
  const [params] = useSearchParams();
  const asOf = params.get('asOf');
  if (asOf === null) return <Present id={id} />;
  return (
    <PastPage id={id} asOf={asOf}>
      {(device) => <Shown key={asOf} device={device} />}
    </PastPage>
  );
};
