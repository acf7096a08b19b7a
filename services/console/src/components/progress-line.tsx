import { Group, Progress, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format';

interface Props {
  readonly label: string;
  /** Of 1. */
  readonly share: number;
  readonly active: boolean;
  readonly children: ReactNode;
}

/** How far something is, with what can be said of it below. */
export const ProgressLine = ({ label, share, active, children }: Props) => (
  <div>
    <Progress.Root size="lg">
      <Progress.Section
        value={Math.min(share, 1) * 100}
        animated={active}
        striped={active}
        aria-label={label}
      />
    </Progress.Root>
    <Group gap="xs" mt={6} className="num">
      {children}
    </Group>
  </div>
);

interface SpeedProps {
  readonly perSecond: number | undefined;
  readonly bytesLeft: number;
}

/** How fast it goes, and how long it will take at that. */
export const Speed = ({ perSecond, bytesLeft }: SpeedProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  if (perSecond === undefined || perSecond <= 0) return null;
  const seconds = bytesLeft / perSecond;
  const left =
    seconds < 60 ? t('imports.pictures.soon') : t('imports.pictures.left', { time: format.uptime(seconds) });
  return (
    <Text size="sm" c="dimmed">
      {format.byteRate(perSecond)} · {left}
    </Text>
  );
};
