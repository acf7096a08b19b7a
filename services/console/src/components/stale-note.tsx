import { Alert, Button, Group, Text } from '@mantine/core';
import { IconClockExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { connection } from '../api/connection';
import { useFormat } from '../i18n/use-format';
import { useStore } from '../lib/use-store';
import { problemLine } from './problem-text';

interface Props {
  readonly error: unknown;
  /** When the data below were read, in ms. */
  readonly readAt: number;
  readonly onRetry: () => void;
}

/** Above data that could not be read again: from when they are, and why. */
export const StaleNote = ({ error, readAt, onRetry }: Props) => {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  // A lost connection is told once, above the page.
  if (useStore(connection) === 'lost') return null;
  return (
    <Alert role="status" color="yellow" variant="light" icon={<IconClockExclamation />} mb="sm" data-stale>
      <Group justify="space-between" gap="xs">
        <Text size="sm" flex={1} miw={200} className="wrap-anywhere">
          {t('problem.stale', { time: format.moment(readAt) })} {problemLine(error, t, i18n.language)}
        </Text>
        <Button size="xs" variant="default" onClick={onRetry}>
          {t('action.retry')}
        </Button>
      </Group>
    </Alert>
  );
};
