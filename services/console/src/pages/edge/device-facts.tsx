import { ActionIcon, Group, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import type { Device } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { usePermissions } from '../../api/use-permissions';
import { CopyIcon } from '../../components/copy-button';
import { Facts } from '../../components/facts';
import { Fingerprint } from '../../components/fingerprint';
import { Section } from '../../components/section';
import { TagList } from '../../components/tag-list';
import { TimeAgo } from '../../components/time-ago';
import { useFormat } from '../../i18n/use-format';
import { useThen } from './past/past-context';
import { EditDeviceModal } from './edit-device-modal';

const EditButton = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const [editing, { open, close }] = useDisclosure();
  return (
    <>
      <Tooltip label={t('edge.edit.title')}>
        <ActionIcon variant="subtle" color="gray" aria-label={t('edge.edit.title')} onClick={open}>
          <IconPencil size={17} />
        </ActionIcon>
      </Tooltip>
      {editing && <EditDeviceModal device={device} onClose={close} />}
    </>
  );
};

const coordinates = ({ location }: Device): string | null =>
  location?.latitude === undefined || location.longitude === undefined
    ? null
    : `${location.latitude.toFixed(4)}°, ${location.longitude.toFixed(4)}°`;

/** Who and what the device is. */
export const DeviceFacts = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const isPast = useThen() !== null;
  const mayEdit = usePermissions()('devices:manage') && device.lifecycle !== 'retired' && !isPast;
  const { hardware, os, registeredAt } = device;
  const tagged = Object.keys(device.tags).length > 0;
  return (
    <Section title={t('edge.facts.title')} actions={mayEdit && <EditButton device={device} />}>
      <Facts
        facts={[
          [t('edge.facts.description'), device.description],
          [
            t('edge.facts.serial'),
            <Group key="serial" gap={4} wrap="nowrap" align="flex-start">
              <span className="mono">{device.serial}</span>
              <CopyIcon text={device.serial} label={t('edge.facts.copySerial')} />
            </Group>,
          ],
          [t('edge.facts.site'), device.site],
          [t('edge.facts.address'), device.location?.address],
          [t('edge.facts.coordinates'), coordinates(device)],
          [t('edge.facts.tags'), tagged && <TagList key="tags" tags={device.tags} />],
          [t('edge.facts.hardware'), hardware.model],
          [
            t('edge.facts.cpu'),
            `${hardware.cpu}, ${t('edge.facts.cores', { count: hardware.cores })}, ${hardware.arch}`,
          ],
          [t('edge.facts.memory'), format.bytes(hardware.memoryBytes)],
          [t('edge.facts.gpu'), hardware.gpu],
          [t('edge.facts.os'), `${os.name} ${os.release}`],
          [t('edge.facts.agent'), device.agentVersion],
          [t('edge.facts.key'), <Fingerprint key="key" value={device.keyFingerprint} size={13} />],
          [t('edge.facts.note'), device.note],
          [t('edge.facts.requested'), <TimeAgo key="requested" at={device.requestedAt} />],
          [
            t('edge.facts.registered'),
            registeredAt !== null && <TimeAgo key="registered" at={registeredAt} />,
          ],
        ]}
      />
    </Section>
  );
};
