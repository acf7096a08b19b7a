import { Anchor, Table, Text } from '@mantine/core';
import type { Rollout } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DataTable } from '../data-table';
import { useAuthor } from '../event/use-author';
import { TimeAgo } from '../time-ago';
import { CountsBar } from './counts-bar';
import { RolloutStatus } from './rollout-status';

const columns = ['name', 'status', 'progress', 'planned'] as const;

interface RowProps {
  readonly rollout: Rollout;
}

const Planned = ({ rollout: { cause, plannedAt, plannedBy } }: RowProps) => {
  const { t } = useTranslation();
  const who = useAuthor(plannedBy);
  const words = {
    person: who,
    template: t('rollouts.list.byTemplate'),
    rollback: t('rollouts.list.byRollback', { who }),
  } as const;
  return (
    <div>
      <TimeAgo at={plannedAt} />
      <Text size="xs" c="dimmed">
        {words[cause.kind]}
      </Text>
    </div>
  );
};

const Row = ({ rollout }: RowProps) => {
  const { t } = useTranslation();
  const { id, name, model, mode, status, counts } = rollout;
  const label = (column: (typeof columns)[number]) => ({ 'data-label': t(`rollouts.list.column.${column}`) });
  return (
    <Table.Tr data-rollout={id}>
      <Table.Td {...label('name')}>
        <div>
          <Anchor component={Link} to={`/rollouts/${id}`} size="sm" fw={600} className="wrap-anywhere">
            {name}
          </Anchor>
          <div>
            <Anchor
              component={Link}
              to={`/models/${model.modelId}`}
              size="xs"
              c="dimmed"
              className="wrap-anywhere"
            >
              {model.name} {model.version}
            </Anchor>
            {mode === 'shadow' && (
              <Text span size="xs" c="dimmed">
                {' · '}
                {t('rollouts.list.shadow')}
              </Text>
            )}
          </div>
        </div>
      </Table.Td>
      <Table.Td {...label('status')}>
        <RolloutStatus status={status} />
      </Table.Td>
      <Table.Td {...label('progress')} miw={260}>
        <CountsBar counts={counts} />
      </Table.Td>
      <Table.Td {...label('planned')}>
        <Planned rollout={rollout} />
      </Table.Td>
    </Table.Tr>
  );
};

/** Rollouts: how each stands, how many devices are through, who planned it. */
export const RolloutTable = ({ rollouts }: { readonly rollouts: readonly Rollout[] }) => {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={t('rollouts.list.caption')}
      stacking
      head={columns.map((column) => (
        <Table.Th key={column}>{t(`rollouts.list.column.${column}`)}</Table.Th>
      ))}
    >
      {rollouts.map((rollout) => (
        <Row key={rollout.id} rollout={rollout} />
      ))}
    </DataTable>
  );
};
