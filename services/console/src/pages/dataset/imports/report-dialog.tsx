import { Stack, Text } from '@mantine/core';
import type { ImportJob } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { useImportReport } from '../../../api/imports';
import { Dialog } from '../../../components/dialog';
import { Loaded } from '../../../components/loaded';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { ImportFailure } from './import-failure';
import { MissingClasses } from './missing-classes';
import { ReportLines } from './report-lines';
import { SourceWords } from './source-words';

interface Props {
  readonly job: ImportJob;
  readonly onClose: () => void;
}

/** All that is to be said of one import. */
export const ReportDialog = ({ job, onClose }: Props) => {
  const { t } = useTranslation();
  const query = useImportReport(job);
  return (
    <Dialog title={t('imports.report.title')} size="lg" onClose={onClose}>
      <Stack>
        <SourceWords job={job} />
        {job.state === 'running' && (
          <Text size="sm" c="dimmed">
            {t('imports.report.soFar')}
          </Text>
        )}
        <ImportFailure job={job} />
        <MissingClasses job={job} />
        <Loaded query={query} skeleton={<RowsSkeleton rows={3} />}>
          {(lines) => <ReportLines lines={lines} />}
        </Loaded>
      </Stack>
    </Dialog>
  );
};
