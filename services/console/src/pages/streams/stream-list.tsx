import { Button, Paper, Text } from '@mantine/core';
import { IconSearchOff } from '@tabler/icons-react';
import type { Stream } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state';
import { FirstStream } from './first-stream';
import { StreamTable } from './stream-table';

interface Props {
  readonly streams: readonly Stream[];
  /** Whether all are asked for. */
  readonly whole: boolean;
  readonly mayManage: boolean;
  readonly onClear: () => void;
}

/** Streams as a table; where there is none, what to do about it. */
export const StreamList = ({ streams, whole, mayManage, onClear }: Props) => {
  const { t } = useTranslation();
  if (streams.length === 0 && whole) return <FirstStream mayManage={mayManage} />;
  if (streams.length === 0)
    return (
      <Paper withBorder radius="lg">
        <EmptyState
          icon={<IconSearchOff size={24} />}
          title={t('streams.list.noMatchTitle')}
          text={t('streams.list.noMatchText')}
        >
          <Button variant="default" mt="sm" onClick={onClear}>
            {t('streams.list.clear')}
          </Button>
        </EmptyState>
      </Paper>
    );
  return (
    <>
      <StreamTable streams={streams} />
      <Text size="sm" c="dimmed" role="status">
        {t('streams.list.shown', { count: streams.length })}
      </Text>
    </>
  );
};
