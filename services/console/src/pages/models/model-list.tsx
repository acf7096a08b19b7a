import { Anchor, Badge, Button, Group, Paper, Table, Text } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleXFilled, IconCube, IconSearchOff } from '@tabler/icons-react';
import type { Model } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DataTable } from '../../components/data-table';
import { EmptyState } from '../../components/empty-state';
import { scoreOf } from '../../components/model/metrics';
import { modelName } from '../../components/model/model-name';
import { useMetricText } from '../../components/model/use-metric-text';
import { TimeAgo } from '../../components/time-ago';
import { useFormat } from '../../i18n/use-format';

const columns = ['name', 'from', 'score', 'gate', 'aliases', 'size', 'created'] as const;

const Nothing = () => {
  const { t } = useTranslation();
  return <span aria-hidden="true">{t('state.none')}</span>;
};

const Gate = ({ gate }: Pick<Model, 'gate'>) => {
  const { t } = useTranslation();
  if (gate === null) return <Nothing />;
  const Icon = gate.passes ? IconCircleCheckFilled : IconCircleXFilled;
  return (
    <Group gap={6} wrap="nowrap">
      <Icon
        size={16}
        aria-hidden="true"
        style={{ flex: 'none', color: `var(--tutti-${gate.passes ? 'good' : 'bad'})` }}
      />
      {t(gate.passes ? 'runs.done.passes' : 'runs.done.held')}
    </Group>
  );
};

const Score = ({ metrics }: Pick<Model, 'metrics'>) => {
  const { t } = useTranslation();
  const text = useMetricText();
  const score = scoreOf(metrics);
  if (!score) return <Nothing />;
  const [name, value] = score;
  return (
    <div>
      <Text size="sm" fw={600} className="num">
        {text.value(name, value)}
      </Text>
      <Text size="xs" c="dimmed">
        {t(`models.metric.${name}`)}
      </Text>
    </div>
  );
};

const Row = ({ model }: { readonly model: Model }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, task, origin, metrics, gate, aliases, artifact, createdAt, status } = model;
  const label = (column: (typeof columns)[number]) => ({ 'data-label': t(`models.list.column.${column}`) });
  return (
    <Table.Tr>
      <Table.Td {...label('name')}>
        <div>
          <Anchor component={Link} to={`/models/${id}`} size="sm" fw={600} className="wrap-anywhere">
            {modelName(model)}
          </Anchor>
          <Text size="xs" c="dimmed">
            {t(`models.task.${task}`)}
          </Text>
        </div>
      </Table.Td>
      <Table.Td {...label('from')}>{t(`models.origin.${origin.kind}`)}</Table.Td>
      <Table.Td {...label('score')}>
        <Score metrics={metrics} />
      </Table.Td>
      <Table.Td {...label('gate')}>
        <Gate gate={gate} />
      </Table.Td>
      <Table.Td {...label('aliases')}>
        <Group gap={4}>
          {aliases.map((alias) => (
            <Badge key={alias} variant="light" radius="sm" tt="none">
              {alias}
            </Badge>
          ))}
          {status === 'retired' && (
            <Badge variant="light" color="orange" radius="sm" tt="none">
              {t('models.status.retired')}
            </Badge>
          )}
          {aliases.length === 0 && status === 'ready' && <Nothing />}
        </Group>
      </Table.Td>
      <Table.Td className="num" {...label('size')}>
        {format.bytes(artifact.bytes)}
      </Table.Td>
      <Table.Td {...label('created')}>
        <TimeAgo at={createdAt} />
      </Table.Td>
    </Table.Tr>
  );
};

interface Props {
  readonly models: readonly Model[];
  /** Whether all are asked for. */
  readonly whole: boolean;
  readonly onClear: () => void;
}

const None = ({ whole, onClear }: Omit<Props, 'models'>) => {
  const { t } = useTranslation();
  return (
    <Paper withBorder radius="lg">
      {whole ? (
        <EmptyState
          icon={<IconCube size={24} />}
          title={t('models.list.emptyTitle')}
          text={t('models.list.emptyText')}
        />
      ) : (
        <EmptyState
          icon={<IconSearchOff size={24} />}
          title={t('models.list.noMatchTitle')}
          text={t('models.list.noMatchText')}
        >
          <Button variant="default" mt="sm" onClick={onClear}>
            {t('models.list.clear')}
          </Button>
        </EmptyState>
      )}
    </Paper>
  );
};

/** Models in a table; where there is none, what to do about it. */
export const ModelList = ({ models, ...none }: Props) => {
  const { t } = useTranslation();
  if (models.length === 0) return <None {...none} />;
  return (
    <DataTable
      caption={t('models.list.label')}
      stacking
      head={columns.map((column) => (
        <Table.Th key={column}>{t(`models.list.column.${column}`)}</Table.Th>
      ))}
    >
      {models.map((model) => (
        <Row key={model.id} model={model} />
      ))}
    </DataTable>
  );
};
