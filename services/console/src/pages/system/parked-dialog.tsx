import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import type { ParkedInstance } from '@tutti/contracts/system';
import { useTranslation } from 'react-i18next';
import { useParked, useResume, type RunnerRef } from '../../api/runners';
import { Dialog } from '../../components/dialog';
import { Loaded } from '../../components/loaded';
import { ProblemAlert } from '../../components/problem-alert';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { TimeAgo } from '../../components/time-ago';
import { notifyDone } from '../../lib/notify';

const Parked = ({ process, parked }: { readonly process: RunnerRef; readonly parked: ParkedInstance }) => {
  const { t } = useTranslation();
  const resume = useResume(process);
  const { instanceId, error, failed, waiting, parkedAt } = parked;
  const done = (): void => notifyDone(t('system.resumeDone', { instance: instanceId }));
  return (
    <Paper withBorder p="sm" radius="md">
      <Stack gap={6}>
        <Group justify="space-between" wrap="nowrap">
          <Text fw={550} size="sm" className="wrap-anywhere">
            {instanceId}
          </Text>
          <Button
            size="compact-sm"
            variant="default"
            loading={resume.isPending}
            // Its row may be gone by then.
            onClick={() => void resume.mutateAsync(instanceId).then(done, () => undefined)}
          >
            {t('system.resume')}
          </Button>
        </Group>
        <Text size="xs" className="wrap-anywhere mono">
          {failed && `${failed.type}: `}
          {error}
        </Text>
        <Text size="xs" c="dimmed" component="div">
          {t('system.parkedSince')} <TimeAgo at={parkedAt} /> ·{' '}
          {t('system.parkedWaiting', { count: waiting })}
        </Text>
        {resume.error && <ProblemAlert error={resume.error} />}
      </Stack>
    </Paper>
  );
};

interface Props {
  readonly process: RunnerRef;
  readonly onClose: () => void;
}

/** What failed for good, and the way to let it try again. */
export const ParkedDialog = ({ process, onClose }: Props) => {
  const { t } = useTranslation();
  return (
    <Dialog onClose={onClose} title={t('system.parkedTitle', { name: process.name })} size="lg">
      <Stack>
        <Text size="sm">{t('system.parkedText')}</Text>
        <Loaded query={useParked(process)} skeleton={<RowsSkeleton />}>
          {({ items }) =>
            items.length === 0 ? (
              <Text size="sm" c="dimmed">
                {t('system.parkedNone')}
              </Text>
            ) : (
              items.map((parked) => <Parked key={parked.instanceId} process={process} parked={parked} />)
            )
          }
        </Loaded>
      </Stack>
    </Dialog>
  );
};
