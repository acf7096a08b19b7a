import { Alert, Button, Center, Group, Paper, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { EventRow } from '../../components/event/event-row';
import { LiveMark } from '../../components/live-mark';
import { LoadMore } from '../../components/load-more';
import { PageHeader } from '../../components/page-header';
import { PauseButton } from '../../components/pause-button';
import { ProblemAlert } from '../../components/problem-alert';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { useFormat } from '../../i18n/use-format';
import { EventFilters } from './event-filters';
import { positionOf, useEventView } from './use-event-view';
import { useShownEvents } from './use-shown-events';

const AtPosition = ({ position, onEnd }: { readonly position: number; readonly onEnd: () => void }) => {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Alert variant="light" color="ink" icon={<IconHistory />} mb="md" radius="lg">
      <Group justify="space-between">
        <Text size="sm">{t('events.atPosition', { position: format.number(position) })}</Text>
        <Button size="xs" variant="default" onClick={onEnd}>
          {t('events.toEnd')}
        </Button>
      </Group>
    </Alert>
  );
};

const Waiting = ({ count, onShow }: { readonly count: number; readonly onShow: () => void }) => {
  const { t } = useTranslation();
  if (count === 0) return null;
  return (
    <Center py="xs">
      <Button size="xs" variant="light" onClick={onShow}>
        {t('events.fresh', { count })}
      </Button>
    </Center>
  );
};

const Note = ({ text }: { readonly text: string }) => (
  <Text c="dimmed" size="sm" ta="center" py="md">
    {text}
  </Text>
);

interface ListProps {
  readonly events: readonly LoggedEvent[];
  readonly history: ReturnType<typeof useShownEvents>['history'];
}

const List = ({ events, history }: ListProps) => {
  const { t } = useTranslation();
  if (events.length === 0)
    return history.isPending ? <RowsSkeleton rows={8} /> : <Note text={t('events.empty')} />;
  return (
    <>
      <ol className="event-list" aria-label={t('events.listLabel')}>
        {events.map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </ol>
      <LoadMore query={history} />
      {!history.isPending && !history.hasNextPage && <Note text={t('events.beginning')} />}
    </>
  );
};

/** The log as it grows. */
export const EventsPage = () => {
  const { t } = useTranslation();
  const [view, change] = useEventView();
  const at = positionOf(view);
  const { history, status, following, events, waiting, paused, setPaused } = useShownEvents(view);
  const controls = following && (
    <Group gap="md">
      <LiveMark status={paused ? 'stopped' : status} />
      <PauseButton paused={paused} onChange={setPaused} />
    </Group>
  );
  return (
    <>
      <PageHeader title={t('events.title')} text={t('events.text')} actions={controls} />
      <EventFilters view={view} onChange={change} />
      {at !== undefined && <AtPosition position={at} onEnd={() => change({ at: '' })} />}
      {history.error && <ProblemAlert error={history.error} onRetry={() => void history.refetch()} />}
      <Paper withBorder radius="lg" p="sm">
        <Waiting count={waiting} onShow={() => setPaused(false)} />
        <List events={events} history={history} />
      </Paper>
    </>
  );
};
