import { Group, Stack, Text } from '@mantine/core';
import type { Installation } from '@tutti/contracts/deployment';
import type { Device } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { usePermissions } from '../../../api/use-permissions';
import { ModelLink } from '../../../components/model/model-link';
import { RollBack } from '../../../components/rollout/roll-back';
import { TimeAgo } from '../../../components/time-ago';
import { currentOf, earlierModel } from './earlier-model';

interface Props {
  readonly device: Device;
  readonly installations: readonly Installation[];
}

const Since = ({ current }: { readonly current: Installation }) => {
  const { t } = useTranslation();
  return (
    <Text size="sm" c="dimmed" component="div">
      {t('deployments.edge.since')} <TimeAgo at={current.since} /> ·{' '}
      {t(`deployments.edge.how.${current.how}`)}
      {!current.confirmed && ` · ${t('deployments.edge.trial')}`}
    </Text>
  );
};

/** What judges on the device now, since when, and the way back. */
export const CurrentModel = ({ device, installations }: Props) => {
  const { t } = useTranslation();
  const may = usePermissions()('deployments:manage');
  const current = currentOf(installations);
  const earlier = earlierModel(installations);
  return (
    <Group justify="space-between" align="flex-start">
      <Stack gap={2}>
        <Text fw={650} component="div">
          {device.model ? <ModelLink model={device.model} /> : t('edge.state.noModel')}
        </Text>
        {current ? (
          <Since current={current} />
        ) : (
          <Text size="sm" c="dimmed">
            {t('deployments.edge.unknown')}
          </Text>
        )}
      </Stack>
      {may && earlier && device.lifecycle === 'registered' && (
        <RollBack
          model={earlier}
          target={{ kind: 'devices', deviceIds: [device.id] }}
          text={t('deployments.rollBack.textDevice', { name: device.name, model: earlier.name })}
        />
      )}
    </Group>
  );
};
