import { Badge, Button, Group, Text, Title } from '@mantine/core';
import type { Solution } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { newestOf } from '../../api/solutions';
import { TaskPicture } from '../../components/label/task-picture';
import { usePhrase } from '../../i18n/server-words';
import './solution-card.css';

interface Props {
  readonly solution: Solution;
  readonly mayManage: boolean;
}

/** A recipe at a glance. */
export const SolutionCard = ({ solution, mayManage }: Props) => {
  const { t } = useTranslation();
  const phrase = usePhrase();
  const { key, streams, retired } = solution;
  const newest = newestOf(solution);
  if (!newest) return null;
  const { name, description, task, sample } = newest.manifest;
  return (
    <article className="solution-card" data-solution={key}>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <TaskPicture task={task} />
        <div style={{ minWidth: 0 }}>
          <Title order={2} fz="md" className="wrap-anywhere">
            <Link to={`/solutions/${key}`}>{phrase(name)}</Link>
          </Title>
          <Text size="xs" c="dimmed" className="num">
            {t(`datasets.task.${task}`)} · {t('solutions.list.version', { version: newest.version })} ·{' '}
            {t('solutions.list.streams', { count: streams })}
          </Text>
        </div>
      </Group>
      <Text size="sm">{phrase(description)}</Text>
      <Group gap={6} mt="auto" justify="space-between">
        <Group gap={6}>
          {sample && (
            <Badge variant="default" radius="sm" tt="none" fw={500}>
              {t('solutions.list.sample')}
            </Badge>
          )}
          {retired && (
            <Badge variant="light" color="orange" radius="sm" tt="none" fw={500}>
              {t('solutions.list.retired')}
            </Badge>
          )}
        </Group>
        {mayManage && !retired && (
          <Button
            component={Link}
            to={`/streams/new?solution=${key}`}
            size="xs"
            className="solution-action"
            aria-label={t('solutions.list.createOf', { name: phrase(name) })}
          >
            {t('solutions.list.create')}
          </Button>
        )}
      </Group>
    </article>
  );
};
