import { Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconTrophy } from '@tabler/icons-react';
import type { Model, Stream } from '@tutti/contracts/training';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePermissions } from '../../../api/use-permissions';
import { GateView } from '../../../components/model/gate-view';
import { TimeAgo } from '../../../components/time-ago';
import { metricIn } from '../../../components/training/metric';
import { useFormat } from '../../../i18n/use-format';
import { championAlias } from './champion';
import { MakeChampion, RemoveChampion } from './champion-dialog';

interface Props {
  readonly stream: Stream;
  readonly model: Model;
}

const Names = ({ model: { aliases, status } }: Pick<Props, 'model'>) => {
  const { t } = useTranslation();
  return (
    <>
      {aliases.map((alias) => (
        <Badge
          key={alias}
          variant="light"
          radius="sm"
          tt="none"
          fw={550}
          leftSection={alias === championAlias && <IconTrophy size={13} aria-hidden="true" />}
        >
          {alias}
        </Badge>
      ))}
      {status === 'retired' && (
        <Badge variant="default" radius="sm" tt="none" fw={500}>
          {t('stream.models.retired')}
        </Badge>
      )}
    </>
  );
};

const Numbers = ({ stream: { gate }, model }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const value = metricIn(model.metrics, gate.metric);
  const before = metricIn(model.baseline?.metrics ?? null, gate.metric);
  return (
    <Text size="sm" c="dimmed" className="num" component="div">
      {value !== undefined && (
        <>
          {t(`models.metric.${gate.metric}`)}{' '}
          <Text span fw={650} c="var(--mantine-color-text)">
            {format.percent(value, 1)}
          </Text>
          {before !== undefined && ` (${t('stream.models.before', { value: format.percent(before, 1) })})`}
          {' · '}
        </>
      )}
      {format.bytes(model.artifact.bytes)} · <TimeAgo at={model.createdAt} />
    </Text>
  );
};

const Actions = ({ stream, model }: Props) => {
  const { t } = useTranslation();
  const mayManage = usePermissions()('training:manage');
  // What was asked stays asked, though the answer changes the row behind the dialog.
  const [asking, setAsking] = useState<'make' | 'remove'>();
  if (!mayManage || model.status === 'retired') return null;
  const isChampion = model.aliases.includes(championAlias);
  const close = (): void => setAsking(undefined);
  const label = t(isChampion ? 'stream.models.remove' : 'stream.models.make');
  return (
    <>
      <Button
        size="xs"
        variant="default"
        aria-label={`${label}: ${model.modelVersion}`}
        onClick={() => setAsking(isChampion ? 'remove' : 'make')}
      >
        {label}
      </Button>
      {asking === 'make' && <MakeChampion streamId={stream.id} model={model} onClose={close} />}
      {asking === 'remove' && <RemoveChampion streamId={stream.id} model={model} onClose={close} />}
    </>
  );
};

/** A model: how well it does, whether it may be deployed and why, what it is called. */
export const ModelRow = (props: Props) => {
  const { model } = props;
  return (
    <li className="model-row" data-model={model.modelVersion}>
      <Stack gap={6} style={{ minWidth: 0 }}>
        <Group gap={8}>
          <Anchor component={Link} to={`/models/${model.id}`} fw={650}>
            {model.modelVersion}
          </Anchor>
          <Names model={model} />
        </Group>
        <Numbers {...props} />
      </Stack>
      <div className="model-gate">{model.gate && <GateView gate={model.gate} labels={model.labels} />}</div>
      <Group justify="flex-end">
        <Actions {...props} />
      </Group>
    </li>
  );
};
