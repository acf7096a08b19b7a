import { Button, Grid, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useDatasetsHistory } from '../../../api/events';
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
import { useShownDataset } from '../use-shown-dataset';
import { PutAway } from './put-away';

const EditDialog = lazily(async () => (await import('./edit-dialog')).EditDialog);

const About = ({ mayManage }: { readonly mayManage: boolean }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { dataset, schema } = useShownDataset();
  const [editing, { open, close }] = useDisclosure();
  const { id, name, description, tags, task, minimumPerClass, createdAt, changedAt, status } = dataset;
  return (
    <Section
      title={t('datasets.about.facts')}
      actions={
        mayManage &&
        status !== 'archived' && (
          <Button size="xs" variant="default" onClick={open}>
            {t('datasets.about.edit')}
          </Button>
        )
      }
    >
      <Facts
        facts={[
          [t('datasets.form.name'), name],
          [t('datasets.form.description'), description],
          [t('datasets.form.tags'), Object.keys(tags).length > 0 && <TagList key="tags" tags={tags} />],
          [t('datasets.form.task'), t(`datasets.task.${task}`)],
          [t('datasets.about.schema'), schema.name],
          [t('datasets.about.minimum'), format.number(minimumPerClass)],
          [t('datasets.about.created'), format.exactTime(createdAt)],
          [t('datasets.about.changed'), format.exactTime(changedAt)],
          [
            t('datasets.about.id'),
            <span key="id" className="mono wrap-anywhere">
              {id}
            </span>,
          ],
        ]}
      />
      {editing && <EditDialog dataset={dataset} onClose={close} />}
    </Section>
  );
};

const History = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const query = useDatasetsHistory('dataset', id);
  return (
    <Section title={t('datasets.about.history')}>
      <Loaded query={query} skeleton={<RowsSkeleton />}>
        {({ pages }) => {
          const events = pages.flatMap(({ items }) => items);
          if (events.length === 0) return <Text c="dimmed">{t('datasets.about.historyEmpty')}</Text>;
          return (
            <ol className="event-list" aria-label={t('datasets.about.history')}>
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

/** What is known of the dataset, what happened to it, and how it is put away. */
export const AboutTab = () => {
  const { dataset } = useShownDataset();
  const mayManage = usePermissions()('datasets:manage');
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <History id={dataset.id} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack gap="md">
          <About mayManage={mayManage} />
          {mayManage && <PutAway dataset={dataset} />}
        </Stack>
      </Grid.Col>
    </Grid>
  );
};
