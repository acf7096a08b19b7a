import { Button, Grid, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTrainingHistory } from '../../../api/events';
import { usePermissions } from '../../../api/use-permissions';
import { EventRow } from '../../../components/event/event-row';
import { Facts } from '../../../components/facts';
import { lazily } from '../../../components/lazily';
import { Loaded } from '../../../components/loaded';
import { LoadMore } from '../../../components/load-more';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { Section } from '../../../components/section';
import { TagList } from '../../../components/tag-list';
import { useFormat } from '../../../i18n/use-format';
import { useShownStream } from '../use-shown-stream';

const CopyDialog = lazily(async () => (await import('./copy-dialog')).CopyDialog);
const DeleteDialog = lazily(async () => (await import('./delete-dialog')).DeleteDialog);

const History = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const query = useTrainingHistory('stream', id);
  return (
    <Section title={t('stream.about.history')}>
      <Loaded query={query} skeleton={<RowsSkeleton />}>
        {({ pages }) => {
          const events = pages.flatMap(({ items }) => items);
          if (events.length === 0) return <Text c="dimmed">{t('stream.about.historyEmpty')}</Text>;
          return (
            <ol className="event-list" aria-label={t('stream.about.history')}>
              {events.map((event) => (
                <EventRow key={event.id} event={event} withSubject={false} />
              ))}
            </ol>
          );
        }}
      </Loaded>
      <LoadMore query={query} />
    </Section>
  );
};

const About = () => {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, description, tags, createdAt, changedAt } = useShownStream().stream;
  return (
    <Section title={t('stream.about.facts')}>
      <Facts
        facts={[
          [t('streams.create.description'), description],
          [t('streams.create.tags'), Object.keys(tags).length > 0 && <TagList key="tags" tags={tags} />],
          [t('stream.about.created'), format.exactTime(createdAt)],
          [t('stream.about.changed'), format.exactTime(changedAt)],
          [
            t('stream.about.id'),
            <span key="id" className="mono wrap-anywhere">
              {id}
            </span>,
          ],
        ]}
      />
    </Section>
  );
};

const More = () => {
  const { t } = useTranslation();
  const { stream } = useShownStream();
  const [doing, setDoing] = useState<'copy' | 'delete'>();
  const close = (): void => setDoing(undefined);
  return (
    <Section title={t('stream.about.more')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('stream.about.duplicateText')}
        </Text>
        <Group gap="xs">
          <Button variant="default" onClick={() => setDoing('copy')}>
            {t('stream.about.duplicate')}
          </Button>
          <Button variant="outline" color="red" onClick={() => setDoing('delete')}>
            {t('stream.about.delete')}
          </Button>
        </Group>
      </Stack>
      {doing === 'copy' && <CopyDialog stream={stream} onClose={close} />}
      {doing === 'delete' && <DeleteDialog stream={stream} onClose={close} />}
    </Section>
  );
};

/** What happened to the stream, and how it is copied or ended. */
export const AboutTab = () => {
  const { stream } = useShownStream();
  const mayManage = usePermissions()('training:manage');
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <History id={stream.id} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack gap="md">
          <About />
          {mayManage && <More />}
        </Stack>
      </Grid.Col>
    </Grid>
  );
};
