import { Anchor, Stack } from '@mantine/core';
import { IconArrowLeft, IconFileAnalytics } from '@tabler/icons-react';
import type { Summary } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { problemStatus } from '../../api/problem-error';
import { useSummary } from '../../api/summaries';
import { EmptyState } from '../../components/empty-state';
import { Loaded } from '../../components/loaded';
import { PageHeader } from '../../components/page-header';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { DayFigures } from '../../components/summary/day-figures';
import { TimeAgo } from '../../components/time-ago';
import { useFormat } from '../../i18n/use-format';
import { dayText } from '../../lib/calendar';
import { CardPreview } from './card-preview';
import { SummaryActions } from './summary-actions';

const BackToSummaries = () => {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to="/summaries" size="sm" c="dimmed">
      <IconArrowLeft size={14} aria-hidden="true" style={{ verticalAlign: '-2px' }} /> {t('summaries.back')}
    </Anchor>
  );
};

const Shown = ({ summary }: { readonly summary: Summary }) => {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { date, workspace, timeZone, revision, composedAt, figures, soFar } = summary;
  return (
    <>
      <PageHeader
        title={dayText(date, i18n.language, 'full')}
        above={<BackToSummaries />}
        text={
          <span data-revision={revision}>
            {t('summaries.day.head', { workspace, zone: timeZone })}
            {soFar && ` · ${t('summaries.day.soFar')}`}
            {revision > 1 && ` · ${t('summaries.day.revision', { revision: format.number(revision) })}`}
            {' · '}
            <TimeAgo at={composedAt} />
          </span>
        }
        actions={<SummaryActions summary={summary} />}
      />
      <Stack gap="md">
        <DayFigures figures={figures} timeZone={timeZone} own />
        <CardPreview summary={summary} />
      </Stack>
    </>
  );
};

/** One day, as it was summed up. */
export const SummaryPage = () => {
  const { t } = useTranslation();
  const { date = '' } = useParams();
  const query = useSummary(date);
  // An address that cannot be a day's is no day either.
  if ([400, 404].includes(problemStatus(query.error) ?? 0))
    return (
      <EmptyState icon={<IconFileAnalytics size={24} />} order={1} title={t('summaries.notFound')}>
        <BackToSummaries />
      </EmptyState>
    );
  return (
    <Loaded query={query} skeleton={<RowsSkeleton rows={4} height={96} />}>
      {(summary) => <Shown summary={summary} />}
    </Loaded>
  );
};
