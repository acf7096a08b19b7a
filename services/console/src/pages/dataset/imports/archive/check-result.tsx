import { Badge, Button, Group, Progress, Stack, Text } from '@mantine/core';
import type { ImportJob } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { useCancelImport, useImportReport } from '../../../../api/imports';
import { Loaded } from '../../../../components/loaded';
import { RowsSkeleton } from '../../../../components/rows-skeleton';
import { Section } from '../../../../components/section';
import { useFormat } from '../../../../i18n/use-format';
import { ImportFailure } from '../import-failure';
import { MissingClasses } from '../missing-classes';
import { ReportLines } from '../report-lines';

const kinds = ['added', 'known', 'labelled', 'refused'] as const;

const Checking = ({ job }: { readonly job: ImportJob }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const cancel = useCancelImport();
  const { done, total } = job.progress;
  return (
    <Group wrap="nowrap" align="center">
      <div style={{ flex: 1 }} role="status">
        <Progress
          value={total === null || total === 0 ? 100 : (done / total) * 100}
          animated
          aria-label={t('imports.archive.checking')}
          mb={6}
        />
        <Text size="sm" className="num">
          {t(`imports.list.phases.${job.phase}`)}
          {total !== null &&
            ` · ${t('imports.list.progress', { done: format.number(done), total: format.number(total) })}`}
        </Text>
      </div>
      <Button size="xs" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(job.id)}>
        {t('action.cancel')}
      </Button>
    </Group>
  );
};

const Found = ({ job }: { readonly job: ImportJob }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const report = useImportReport(job);
  const { source, counts } = job;
  return (
    <Stack gap="md">
      {source.kind === 'archive' && source.format !== null && (
        <Text size="sm" fw={600}>
          {t('imports.archive.found', { format: t(`imports.archive.formats.${source.format}`) })}
        </Text>
      )}
      {job.state === 'finished' && (
        <Group gap="xs">
          {kinds.map((kind) => (
            <Badge key={kind} variant="default" size="lg" tt="none" className="num" data-would-be={kind}>
              {t(`imports.archive.wouldAdd.${kind}`)} {format.number(counts[kind])}
            </Badge>
          ))}
        </Group>
      )}
      <ImportFailure job={job} />
      <MissingClasses job={job} />
      <Loaded query={report} skeleton={<RowsSkeleton rows={2} />}>
        {(lines) => <ReportLines lines={lines} />}
      </Loaded>
    </Stack>
  );
};

/** What an import of the archive would do, as a dry run found. */
export const CheckResult = ({ job }: { readonly job: ImportJob }) => {
  const { t } = useTranslation();
  const isRunning = job.state === 'running';
  return (
    <Section title={t(isRunning ? 'imports.archive.checking' : 'imports.archive.checked')}>
      {isRunning ? <Checking job={job} /> : <Found job={job} />}
    </Section>
  );
};
