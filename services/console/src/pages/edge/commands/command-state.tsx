import { Text } from '@mantine/core';
import type { CommandStatus, DeviceCommand } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';

const tones: Readonly<Record<CommandStatus, string>> = {
  issued: 'var(--mantine-color-dimmed)',
  accepted: 'var(--tutti-series-1)',
  cancelling: 'var(--tutti-warn)',
  succeeded: 'var(--tutti-good)',
  failed: 'var(--tutti-bad)',
  expired: 'var(--tutti-warn)',
  cancelled: 'var(--mantine-color-dimmed)',
};

/** Where a command is, in a word. */
export const CommandState = ({ command }: { readonly command: DeviceCommand }) => {
  const { t } = useTranslation();
  return (
    <Text span size="sm" fw={600} c={tones[command.status]} data-status={command.status}>
      {t(`commands.status.${command.status}`)}
    </Text>
  );
};
