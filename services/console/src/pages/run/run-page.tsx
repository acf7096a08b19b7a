import { Anchor, Group, SimpleGrid, Stack } from '@mantine/core';
import { IconArrowLeft, IconPlayerPlay } from '@tabler/icons-react';
import type { Run } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { problemStatus } from '../../api/problem-error';
import { hasEnded, useRun } from '../../api/runs';
import { usePermissions } from '../../api/use-permissions';
import { EmptyState } from '../../components/empty-state';
import { Loaded } from '../../components/loaded';
import { PageHeader } from '../../components/page-header';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { RunState } from '../../components/run/run-state';
import { CancelRun } from './cancel-run';
import { RunCurves } from './curves/run-curves';
import { RunLog } from './log/run-log';
import { RunFacts } from './run-facts';
import { RunNotices } from './run-notices';
import { RunOutcome } from './run-outcome';
import { StepTimeline } from './steps/step-timeline';

const BackToStream = ({ run: { streamId, streamName } }: { readonly run: Run }) => {
  const { t } = useTranslation();
  if (streamName === null) return null;
  return (
    <Anchor component={Link} to={`/streams/${streamId}`} size="sm" c="dimmed">
      <IconArrowLeft size={14} aria-hidden="true" style={{ verticalAlign: '-2px' }} /> {t('runs.back')}
    </Anchor>
  );
};

const Shown = ({ run }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const may = usePermissions()('training:manage');
  return (
    <>
      <PageHeader
        title={t('runs.title', { stream: run.streamName ?? t('runs.deletedStream') })}
        above={<BackToStream run={run} />}
        text={
          <Group gap="sm" role="status">
            <RunState state={run.state} />
          </Group>
        }
        actions={may && !hasEnded(run) && <CancelRun run={run} />}
      />
      <Stack gap="md">
        <RunNotices run={run} />
        <RunOutcome run={run} />
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
          <Stack gap="md" miw={0}>
            <StepTimeline run={run} />
            <RunFacts run={run} />
          </Stack>
          <RunCurves run={run} />
        </SimpleGrid>
        <RunLog run={run} />
      </Stack>
    </>
  );
};

/** One training, while it happens and ever after. */
export const RunPage = () => {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const query = useRun(id);
  // An address that cannot be a run's is no run either.
  if ([400, 404].includes(problemStatus(query.error) ?? 0))
    return <EmptyState icon={<IconPlayerPlay size={24} />} order={1} title={t('runs.notFound')} />;
  return (
    <Loaded query={query} skeleton={<RowsSkeleton rows={4} height={96} />}>
      {(run) => <Shown run={run} />}
    </Loaded>
  );
};
