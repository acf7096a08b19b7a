import { Alert, Anchor, Paper, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Device } from '@tutti/contracts/devices';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { TimeAgo } from '../../components/time-ago';
import { useFormat } from '../../i18n/use-format';
import './device-state.css';

interface AxisProps {
  readonly name: string;
  readonly value: ReactNode;
  readonly detail?: ReactNode;
}

export const Axis = ({ name, value, detail }: AxisProps) => (
  <div>
    <dt>{name}</dt>
    <dd>
      {value}
      {detail !== undefined && <small>{detail}</small>}
    </dd>
  </div>
);

const Backlog = ({ backlog }: { readonly backlog: Device['backlog'] }) => {
  const { t } = useTranslation();
  const format = useFormat();
  if (!backlog) return t('state.none');
  const { entries, bytes, dropped } = backlog;
  return (
    <>
      {entries === 0
        ? t('edge.state.backlogNone')
        : t('edge.state.backlogWaiting', { count: entries, size: format.bytes(bytes) })}
      {dropped > 0 && (
        <Text size="xs" c="var(--tutti-warn)">
          {t('edge.state.dropped', { count: dropped })}
        </Text>
      )}
    </>
  );
};

/** The three axes along which a device moves, its model and its journal. */
export const DeviceState = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const { lifecycle, connectivity, runtime, model, error, lastSeenAt, vitals } = device;
  const format = useFormat();
  return (
    <>
      {error && (
        <Alert color="red" variant="light" icon={<IconAlertTriangle />} title={t('edge.state.errorTitle')}>
          <span className="mono">{error.type}</span>: {error.message}
        </Alert>
      )}
      <Paper withBorder radius="lg" component="dl" className="axes">
        <Axis
          name={t('devices.connectivity.label')}
          value={t(`devices.connectivity.${connectivity}`)}
          detail={
            lastSeenAt === null ? undefined : (
              <>
                {t('edge.state.lastSeen')} <TimeAgo at={lastSeenAt} />
              </>
            )
          }
        />
        <Axis
          name={t('devices.runtime.label')}
          value={t(`devices.runtime.${runtime ?? 'unknown'}`)}
          detail={vitals ? t('edge.vitals.uptime', { time: format.uptime(vitals.uptimeSeconds) }) : undefined}
        />
        <Axis name={t('devices.lifecycle.label')} value={t(`devices.lifecycle.${lifecycle}`)} />
        <Axis
          name={t('edge.state.model')}
          value={model ? `${model.name} ${model.version}` : t('edge.state.noModel')}
          detail={
            model ? (
              <Anchor component={Link} to={`/models/by-digest/${model.digest}`} fz="inherit" className="mono">
                {model.digest.slice(0, 12)}
              </Anchor>
            ) : undefined
          }
        />
        <Axis name={t('edge.state.backlog')} value={<Backlog backlog={device.backlog} />} />
      </Paper>
    </>
  );
};
