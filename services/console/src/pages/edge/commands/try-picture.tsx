import { Alert, Stack, Text } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { maxPictureBytes, type Device } from '@tutti/contracts/devices';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEdgeCommand, useTryPicture } from '../../../api/edge-commands';
import { usePermissions } from '../../../api/use-permissions';
import { DropZone } from '../../../components/drop-zone';
import { ProblemAlert } from '../../../components/problem-alert';
import { useFormat } from '../../../i18n/use-format';
import { PictureProgress } from './picture-progress';
import { useShownCommand } from './use-shown-command';

const accept = 'image/jpeg,image/png,image/webp';

const Offline = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  if (device.connectivity === 'online') return null;
  return (
    <Alert color="gray" variant="light" icon={<IconPlugConnectedX />} title={t('commands.try.offlineTitle')}>
      {t('commands.try.offlineText', { minutes: 10 })}
    </Alert>
  );
};

type Unfit = 'commands.try.wrongType' | 'commands.try.tooLarge';

/** What can be said of a file before it is sent. */
const unfitness = ({ type, size }: File): Unfit | undefined => {
  if (!accept.split(',').includes(type)) return 'commands.try.wrongType';
  return size > maxPictureBytes ? 'commands.try.tooLarge' : undefined;
};

interface SenderProps {
  readonly device: Device;
  readonly sending: ReturnType<typeof useTryPicture>;
  /** The command that the page is to show: none while a picture is not taken, for the answer below were another's. */
  readonly onShow: (id: string | undefined) => void;
}

const Sender = ({ device, sending, onShow }: SenderProps) => {
  const { t } = useTranslation();
  const most = useFormat().bytes(maxPictureBytes);
  const [unfit, setUnfit] = useState<Unfit>();
  const take = (file: File): void => {
    const fault = unfitness(file);
    setUnfit(fault);
    onShow(undefined);
    if (fault === undefined) sending.mutate(file, { onSuccess: ({ id }) => onShow(id) });
    else sending.reset();
  };
  return (
    <>
      <Offline device={device} />
      <DropZone
        accept={accept}
        choose={t('commands.try.choose')}
        hint={t('commands.try.hint', { most })}
        busy={sending.isPending}
        onFile={take}
      />
      {unfit !== undefined && <Alert role="alert" color="red" variant="outline" title={t(unfit, { most })} />}
      {sending.error && <ProblemAlert error={sending.error} />}
    </>
  );
};

/** Drop a photo, see what this edge's model says. */
export const TryPicture = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const [shown, show] = useShownCommand();
  const sending = useTryPicture(device.id);
  const { data: command, error } = useEdgeCommand(shown);
  const may = usePermissions()('devices:manage') && device.lifecycle === 'registered';
  const isMine = command?.deviceId === device.id && command.order.kind === 'infer';
  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed">
        {t('commands.try.text')}
      </Text>
      {may ? (
        <Sender device={device} sending={sending} onShow={show} />
      ) : (
        <Text size="sm">{t('commands.try.notAllowed')}</Text>
      )}
      {error && <ProblemAlert error={error} />}
      {isMine && !sending.isPending && <PictureProgress device={device} command={command} />}
    </Stack>
  );
};
