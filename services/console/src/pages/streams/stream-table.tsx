import { Anchor, Table, Text } from '@mantine/core';
import { IconArrowUpCircle } from '@tabler/icons-react';
import type { Stream } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useModelOf } from '../../api/names';
import { newestOf, useSolutions } from '../../api/solutions';
import { DataTable } from '../../components/data-table';
import { TimeAgo } from '../../components/time-ago';
import { metricIn } from '../../components/training/metric';
import { StreamStatusBadge } from '../../components/training/stream-status';
import { usePhrase } from '../../i18n/server-words';
import { useFormat } from '../../i18n/use-format';

const columns = ['name', 'status', 'model', 'warning', 'next'] as const;

interface RowProps {
  readonly stream: Stream;
}

const Model = ({ stream: { newestModelId, gate } }: RowProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  const model = useModelOf(newestModelId ?? undefined);
  if (newestModelId === null)
    return (
      <Text span size="sm" c="dimmed">
        {t('streams.list.noModel')}
      </Text>
    );
  const value = metricIn(model?.metrics ?? null, gate.metric);
  return (
    <span className="num">
      <Anchor component={Link} to={`/models/${newestModelId}`} size="sm" underline="always">
        {model?.modelVersion ?? '…'}
      </Anchor>
      {value !== undefined && (
        <Text span size="sm" c="dimmed">
          {' '}
          {t(`models.metric.${gate.metric}`)} {format.percent(value, 1)}
        </Text>
      )}
    </span>
  );
};

const Next = ({ stream: { trigger, nextRunAt } }: RowProps) => {
  const { t } = useTranslation();
  if (nextRunAt !== null) return <TimeAgo at={nextRunAt} />;
  const word = trigger === null ? 'byHand' : trigger.active ? 'onCondition' : 'paused';
  return (
    <Text span size="sm" c="dimmed">
      {t(`streams.list.${word}`)}
    </Text>
  );
};

const Solution = ({ stream: { solution, newestSolutionVersion } }: RowProps) => {
  const { t } = useTranslation();
  const phrase = usePhrase();
  const { data: solutions } = useSolutions();
  const found = solutions?.find(({ key }) => key === solution.key);
  return (
    <Text span size="xs" c="dimmed" className="num">
      {phrase((found && newestOf(found)?.manifest.name) ?? solution.key)} v{solution.version}
      {solution.version < newestSolutionVersion && (
        <>
          {' '}
          <IconArrowUpCircle
            size={14}
            role="img"
            aria-label={t('streams.list.newer')}
            style={{ verticalAlign: '-2px' }}
          />
        </>
      )}
    </Text>
  );
};

const Row = ({ stream }: RowProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, name, status, warningScore } = stream;
  const label = (column: (typeof columns)[number]) => ({ 'data-label': t(`streams.list.column.${column}`) });
  return (
    <Table.Tr data-stream={id}>
      <Table.Td {...label('name')}>
        <div>
          <Anchor component={Link} to={`/streams/${id}`} size="sm" fw={600} className="wrap-anywhere">
            {name}
          </Anchor>
          <div>
            <Solution stream={stream} />
          </div>
        </div>
      </Table.Td>
      <Table.Td {...label('status')}>
        <StreamStatusBadge status={status} />
      </Table.Td>
      <Table.Td {...label('model')}>
        <Model stream={stream} />
      </Table.Td>
      <Table.Td {...label('warning')}>
        {warningScore === null ? (
          <Text span size="sm" c="dimmed">
            {t('streams.list.noWarning')}
          </Text>
        ) : (
          format.percent(warningScore, 1)
        )}
      </Table.Td>
      <Table.Td {...label('next')}>
        <Next stream={stream} />
      </Table.Td>
    </Table.Tr>
  );
};

/** Streams: how far each is, how good its newest model is, and when it trains next. */
export const StreamTable = ({ streams }: { readonly streams: readonly Stream[] }) => {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={t('streams.list.caption')}
      stacking
      head={columns.map((column) => (
        <Table.Th key={column}>{t(`streams.list.column.${column}`)}</Table.Th>
      ))}
    >
      {streams.map((stream) => (
        <Row key={stream.id} stream={stream} />
      ))}
    </DataTable>
  );
};
