import { Alert, Anchor, Badge, Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowLeft, IconArrowUpCircle, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePermissions } from '../../api/use-permissions';
import { lazily } from '../../components/lazily';
import { PageHeader } from '../../components/page-header';
import { TagList } from '../../components/tag-list';
import { StreamStatusBadge } from '../../components/training/stream-status';
import { usePhrase } from '../../i18n/server-words';
import type { ShownStream } from './use-shown-stream';

const TrainDialog = lazily(async () => (await import('./train/train-dialog')).TrainDialog);
const MoveDialog = lazily(async () => (await import('./settings/move-dialog')).MoveDialog);

export const Back = () => {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to="/streams" size="sm" c="dimmed">
      <IconArrowLeft size={14} aria-hidden="true" style={{ verticalAlign: '-2px' }} /> {t('streams.back')}
    </Anchor>
  );
};

interface Props {
  readonly shown: ShownStream;
}

const NextSteps = ({ shown }: Props) => {
  const { t } = useTranslation();
  const may = usePermissions();
  const [training, { open, close }] = useDisclosure();
  const { status, newestRunId } = shown.stream;
  return (
    <Group gap="xs">
      {status === 'training' && newestRunId !== null && (
        <Button component={Link} to={`/runs/${newestRunId}`} variant="default">
          {t('stream.header.watch')}
        </Button>
      )}
      {may('training:manage') && (
        <Button leftSection={<IconPlayerPlay size={16} />} onClick={open}>
          {t('stream.header.train')}
        </Button>
      )}
      {training && <TrainDialog shown={shown} onClose={close} />}
    </Group>
  );
};

/** The solution went on without the stream. */
const Behind = ({ shown }: Props) => {
  const { t } = useTranslation();
  const mayManage = usePermissions()('training:manage');
  const [moving, { open, close }] = useDisclosure();
  const { solution, newestSolutionVersion: version } = shown.stream;
  if (solution.version >= version) return null;
  return (
    <Alert variant="light" icon={<IconArrowUpCircle />} mb="md" p="sm">
      <Group gap="sm" justify="space-between">
        {t('stream.header.behind', { version })}
        {mayManage && (
          <Button size="xs" variant="default" onClick={open}>
            {t('stream.header.look')}
          </Button>
        )}
      </Group>
      {moving && <MoveDialog shown={shown} onClose={close} />}
    </Alert>
  );
};

/** What the stream is, how far it is, and what to do with it next. */
export const StreamHeader = ({ shown }: Props) => {
  const { t } = useTranslation();
  const phrase = usePhrase();
  const { stream, used } = shown;
  const { name, tags, status, task, solution } = stream;
  return (
    <>
      <PageHeader
        title={name}
        above={<Back />}
        text={
          <Group gap={8}>
            <StreamStatusBadge status={status} />
            <Badge variant="default" radius="sm" tt="none" fw={500}>
              {t(`datasets.task.${task}`)}
            </Badge>
            <Anchor component={Link} to={`/solutions/${solution.key}`} size="sm" c="dimmed">
              {t('stream.header.solution', { name: phrase(used.manifest.name), version: solution.version })}
            </Anchor>
            <TagList tags={tags} limit={6} />
          </Group>
        }
        actions={<NextSteps shown={shown} />}
      />
      <Behind shown={shown} />
    </>
  );
};
