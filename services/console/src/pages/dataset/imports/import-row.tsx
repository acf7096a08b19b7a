import { Button, Group, Progress, Stack, Table, Text } from '@mantine/core';
import type { ImportJob } from '@tutti/contracts/datasets';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCancelImport } from '../../../api/imports';
import { usePictureUpload } from '../../../api/picture-uploads';
import { useAuthor } from '../../../components/event/use-author';
import { lazily } from '../../../components/lazily';
import { ProblemAlert } from '../../../components/problem-alert';
import { StatusDot } from '../../../components/status-badge';
import { TimeAgo } from '../../../components/time-ago';
import { useFormat } from '../../../i18n/use-format';
import { notifyDone } from '../../../lib/notify';
import { isOver } from '../../../lib/upload/upload-state';
import { FailureLine } from './import-failure';
import { SourceWords } from './source-words';
import { useMayImport } from './way-page';

const ReportDialog = lazily(async () => (await import('./report-dialog')).ReportDialog);

const dots = { running: 'inferencing', finished: 'ready', failed: 'error', cancelled: 'retired' } as const;

const Running = ({ job }: { readonly job: ImportJob }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { phase, source, progress } = job;
  const { done, total } = progress;
  const said =
    total === null
      ? t('imports.list.progressUnknown', { done: format.number(done) })
      : t('imports.list.progress', { done: format.number(done), total: format.number(total) });
  return (
    <div>
      {source.kind !== 'upload' && (
        <Progress
          value={total === null || total === 0 ? 100 : (done / total) * 100}
          animated
          size="sm"
          my={4}
          aria-label={t(`imports.list.phases.${phase}`)}
        />
      )}
      <Text size="xs" c="dimmed" className="num">
        {source.kind === 'upload' ? said : `${t(`imports.list.phases.${phase}`)} · ${said}`}
      </Text>
    </div>
  );
};

const State = ({ job }: { readonly job: ImportJob }) => {
  const { t } = useTranslation();
  return (
    <Stack gap={6} miw={160} maw={420}>
      <span className="status" data-import-state={job.state}>
        <StatusDot badge={dots[job.state]} />
        {t(`imports.list.states.${job.cancelling ? 'cancelling' : job.state}`)}
      </span>
      {job.state === 'running' && <Running job={job} />}
      <FailureLine job={job} />
    </Stack>
  );
};

const kinds = ['added', 'known', 'labelled', 'refused'] as const;

/** What came of it; of a dry run, what would. */
const useCounts = ({ counts, dryRun }: ImportJob): readonly string[] => {
  const { t } = useTranslation();
  const format = useFormat();
  return kinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => {
      const number = format.number(counts[kind]);
      return dryRun
        ? `${t(`imports.archive.wouldAdd.${kind}`)} ${number}`
        : t(`imports.list.counts.${kind}`, { number });
    });
};

const Actions = ({ job }: { readonly job: ImportJob }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const [reading, setReading] = useState(false);
  const cancel = useCancelImport();
  const may = useMayImport();
  const when = format.moment(Date.parse(job.startedAt));
  const own = usePictureUpload(job.datasetId);
  const onCancel = (): void => {
    // What this window sends knows then that it was meant.
    const sent = own?.state.get();
    const isSending = own && sent?.importId === job.id && !isOver(sent);
    const cancelled = isSending ? own.cancel() : cancel.mutateAsync(job.id).then(() => undefined);
    cancelled.then(
      () => notifyDone(t('imports.list.cancelled')),
      () => undefined,
    );
  };
  return (
    <Stack gap="xs" align="flex-end">
      <Group gap="xs" justify="flex-end">
        {job.state === 'running' && may && (
          <Button
            size="xs"
            variant="default"
            loading={cancel.isPending}
            disabled={job.cancelling}
            aria-label={t('imports.list.cancelOne', { when })}
            onClick={onCancel}
          >
            {t('imports.list.cancel')}
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          aria-label={t('imports.list.reportOf', { when })}
          onClick={() => setReading(true)}
        >
          {t('imports.list.report')}
        </Button>
      </Group>
      {cancel.error && <ProblemAlert error={cancel.error} />}
      {reading && <ReportDialog job={job} onClose={() => setReading(false)} />}
    </Stack>
  );
};

/** One import, live while it runs. */
export const ImportRow = ({ job }: { readonly job: ImportJob }) => {
  const { t } = useTranslation();
  const counts = useCounts(job);
  const who = useAuthor(job.startedBy);
  return (
    <Table.Tr data-import={job.id}>
      <Table.Td maw={320} data-label={t('imports.list.column.source')}>
        <SourceWords job={job} />
      </Table.Td>
      <Table.Td data-label={t('imports.list.column.state')}>
        <State job={job} />
      </Table.Td>
      <Table.Td className="num" data-label={t('imports.list.column.counts')}>
        {counts.length === 0 ? t('state.none') : counts.join(' · ')}
      </Table.Td>
      <Table.Td data-label={t('imports.list.column.when')}>
        <div>
          <TimeAgo at={job.startedAt} />
          <Text size="xs" c="dimmed" className="wrap-anywhere">
            {t('imports.list.by', { who })}
          </Text>
        </div>
      </Table.Td>
      <Table.Td ta="end">
        <Actions job={job} />
      </Table.Td>
    </Table.Tr>
  );
};
