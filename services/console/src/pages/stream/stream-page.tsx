import { IconRoute } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { problemStatus } from '../../api/problem-error';
import { useSolutions } from '../../api/solutions';
import { useStream } from '../../api/streams';
import { EmptyState } from '../../components/empty-state';
import { ProblemAlert } from '../../components/problem-alert';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { Back, StreamHeader } from './stream-header';
import { StreamTabs } from './stream-tabs';
import { shownOf } from './use-shown-stream';

/** One stream: how good its models are, what it learns from, when it trains by itself. */
export const StreamPage = () => {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data: stream, error, refetch } = useStream(id);
  const solutions = useSolutions();
  // An address that cannot be a stream's is no stream either.
  if ([400, 404].includes(problemStatus(error) ?? 0))
    return (
      <EmptyState icon={<IconRoute size={24} />} order={1} title={t('streams.notFound')}>
        <Back />
      </EmptyState>
    );
  const solution = solutions.data?.find(({ key }) => key === stream?.solution.key);
  const shown = stream && solution && shownOf(stream, solution);
  if (shown)
    return (
      <>
        <StreamHeader shown={shown} />
        <StreamTabs shown={shown} />
      </>
    );
  const failure = error ?? solutions.error;
  if (!failure) return <RowsSkeleton rows={4} height={96} />;
  return <ProblemAlert error={failure} onRetry={() => void (error ? refetch() : solutions.refetch())} />;
};
