import { Anchor, Table, Text, VisuallyHidden } from '@mantine/core';
import type { Run, RunSource } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useUserName } from '../../../api/names';
import { useRuns } from '../../../api/runs';
import { DataTable } from '../../../components/data-table';
import { Loaded } from '../../../components/loaded';
import { LoadMore } from '../../../components/load-more';
import { isKnownCode } from '../../../components/run/failure-advice';
import { RunState } from '../../../components/run/run-state';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { ToldFailure } from '../../../components/told-failure';
import { TimeAgo } from '../../../components/time-ago';
import { GateMark } from '../../../components/training/gate-mark';
import { metricIn, metricsOf } from '../../../components/training/metric';
import { useFormat } from '../../../i18n/use-format';
import { useNow } from '../../../lib/clock';

const columns = ['state', 'cause', 'source', 'began', 'took', 'result'] as const;

interface RowProps {
  readonly run: Run;
}

const Cause = ({ run: { cause, requestedBy } }: RowProps) => {
  const { t } = useTranslation();
  const [kind, id] = (requestedBy ?? '').split(/:(.*)/);
  const user = useUserName(cause.kind === 'person' && kind === 'user' ? id : undefined);
  return (
    <span title={cause.detail} style={{ whiteSpace: 'nowrap' }}>
      {t(`stream.runs.cause.${cause.kind}`, { who: user ?? t('stream.runs.somebody') })}
    </span>
  );
};

const useSourceWords = (): ((source: RunSource) => string) => {
  const { t } = useTranslation();
  return (source) =>
    source.kind === 'sample'
      ? t('stream.runs.sample')
      : t('stream.runs.datasets', { count: source.data.length });
};

/** How long it took, or takes so far. */
const Took = ({ run: { startedAt, endedAt } }: RowProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  if (startedAt === null) return <span>{t('state.none')}</span>;
  const until = endedAt === null ? now : Date.parse(endedAt);
  const took = Math.max(0, until - Date.parse(startedAt));
  return (
    <span className="num" style={{ whiteSpace: 'nowrap' }}>
      {format.milliseconds(took)}
    </span>
  );
};

const Failure = ({ failure: { code, message } }: { readonly failure: NonNullable<Run['failure']> }) => {
  const { t } = useTranslation();
  const word = isKnownCode(code) ? t(`runs.failure.known.${code}`) : undefined;
  return (
    <div>
      <ToldFailure word={word} message={message} />
    </div>
  );
};

const Result = ({ run: { task, metrics, gate, failure } }: RowProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  if (failure) return <Failure failure={failure} />;
  const [metric] = metricsOf[task];
  const value = metricIn(metrics, metric);
  if (value === undefined) return <span>{t('state.none')}</span>;
  return (
    <div>
      <Text span size="sm" className="num">
        {t(`models.metric.${metric}`)} {format.percent(value, 1)}
      </Text>
      <GateMark gate={gate} />
    </div>
  );
};

const Row = ({ run }: RowProps) => {
  const { t } = useTranslation();
  const sourceWords = useSourceWords();
  const label = (column: (typeof columns)[number]) => ({ 'data-label': t(`stream.runs.column.${column}`) });
  return (
    <Table.Tr data-run={run.id}>
      <Table.Td {...label('state')}>
        <RunState state={run.state} />
      </Table.Td>
      <Table.Td {...label('cause')}>
        <Cause run={run} />
      </Table.Td>
      <Table.Td {...label('source')}>{sourceWords(run.source)}</Table.Td>
      <Table.Td {...label('began')}>
        <Anchor component={Link} to={`/runs/${run.id}`} size="sm">
          <VisuallyHidden>{t('stream.runs.open')} </VisuallyHidden>
          <TimeAgo at={run.requestedAt} />
        </Anchor>
      </Table.Td>
      <Table.Td {...label('took')}>
        <Took run={run} />
      </Table.Td>
      <Table.Td {...label('result')}>
        <Result run={run} />
      </Table.Td>
    </Table.Tr>
  );
};

/** Trainings of a stream, the newest first, live. */
export const RunTable = ({ streamId }: { readonly streamId: string }) => {
  const { t } = useTranslation();
  const query = useRuns({ q: `streamId==${streamId}` });
  return (
    <>
      <Loaded query={query} skeleton={<RowsSkeleton rows={3} />}>
        {({ pages }) => {
          const runs = pages.flatMap(({ items }) => items);
          if (runs.length === 0)
            return (
              <Text size="sm" c="dimmed">
                {t('stream.runs.empty')}
              </Text>
            );
          return (
            <DataTable
              caption={t('stream.runs.caption')}
              stacking
              minWidth={640}
              head={columns.map((column) => (
                <Table.Th key={column}>{t(`stream.runs.column.${column}`)}</Table.Th>
              ))}
            >
              {runs.map((run) => (
                <Row key={run.id} run={run} />
              ))}
            </DataTable>
          );
        }}
      </Loaded>
      <LoadMore query={query} />
    </>
  );
};
