import { Alert, Group, Progress, Stack, Text } from '@mantine/core';
import type { Device, DeviceCommand } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { isOpen } from '../../../api/edge-commands';
import { useFormat } from '../../../i18n/use-format';
import { CancelButton } from './cancel-button';
import { PictureAnswer } from './picture-answer';

interface Props {
  readonly device: Device;
  readonly command: DeviceCommand;
}

/** Whether the edge is there to do it, and for how long it is waited for. */
const Waiting = ({ device, command }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const online = device.connectivity === 'online';
  const step = command.status === 'issued' ? (online ? 'waiting' : 'offline') : 'judging';
  const until = format.clock(Date.parse(command.deadline));
  return (
    <Stack gap="xs" role="status" data-step={step}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm">{t(`commands.try.${step}`, { name: device.name, until })}</Text>
        <CancelButton command={command} />
      </Group>
      <Progress
        aria-label={t('commands.try.progress')}
        value={(command.progress?.share ?? (command.status === 'issued' ? 0.1 : 0.3)) * 100}
        animated
        size="sm"
      />
      {command.cancelRefusal !== null && <Text size="sm">{command.cancelRefusal}</Text>}
    </Stack>
  );
};

const Ended = ({ device, command }: Props) => {
  const { t } = useTranslation();
  const { status, result, failure } = command;
  if (result?.kind === 'infer') return <PictureAnswer command={command} result={result} />;
  const text = failure
    ? failure.message
    : t(status === 'expired' ? 'commands.ended.expired' : 'commands.ended.cancelled', { name: device.name });
  return (
    <Alert
      role="status"
      color={failure ? 'red' : 'gray'}
      variant="outline"
      title={t(`commands.status.${status}`)}
    >
      {text}
    </Alert>
  );
};

/** From the moment that a picture is sent until the edge has said what it sees. */
export const PictureProgress = (props: Props) =>
  isOpen(props.command) ? <Waiting {...props} /> : <Ended {...props} />;
