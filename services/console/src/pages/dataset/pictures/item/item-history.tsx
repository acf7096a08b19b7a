import { Group, Text } from '@mantine/core';
import { classesIn, itemEvents, label as labelSchema, type Label } from '@tutti/contracts/datasets';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { useDatasetsHistory } from '../../../../api/events';
import { EventMark } from '../../../../components/event/event-line';
import { useAuthor } from '../../../../components/event/use-author';
import { ClassChip } from '../../../../components/label/class-chip';
import type { Classes } from '../../../../components/label/label-boxes';
import { Loaded } from '../../../../components/loaded';
import { LoadMore } from '../../../../components/load-more';
import { RowsSkeleton } from '../../../../components/rows-skeleton';
import { TimeAgo } from '../../../../components/time-ago';
import { eventName } from '../../../../lib/words';

type ItemEventName = keyof typeof itemEvents.definitions;
const isItemEvent = (name: string): name is ItemEventName => Object.hasOwn(itemEvents.definitions, name);

const labelOf = ({ data }: LoggedEvent): Label | undefined => labelSchema.safeParse(data['label']).data;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const Said = ({ event, classes }: { readonly event: LoggedEvent; readonly classes: Classes }) => {
  const { t } = useTranslation();
  const said = labelOf(event);
  if (!said) return null;
  const counts = Object.entries(classesIn(said));
  return (
    <Group gap={4} component="span" display="inline-flex">
      {counts.length === 0 && <ClassChip>{t('pictures.nothingInIt')}</ClassChip>}
      {counts.map(([key, count]) => (
        <ClassChip key={key} colour={classes.get(key)?.colour}>
          {classes.get(key)?.name ?? key}
          {count > 1 && ` ×${count}`}
        </ClassChip>
      ))}
    </Group>
  );
};

const Entry = ({ event, classes }: { readonly event: LoggedEvent; readonly classes: Classes }) => {
  const { t } = useTranslation();
  const author = useAuthor(event.authId);
  const name = eventName(event.type);
  const { restores, verdict } = event.data;
  const details = [
    ...(verdict === 'accepted' || verdict === 'rejected' ? [t(`pictures.item.reviews.${verdict}`)] : []),
    ...(typeof restores === 'number' ? [t('pictures.item.restored', { version: restores })] : []),
    ...[text(event.data['reason'])].filter((reason) => reason !== undefined),
  ];
  return (
    <Group component="li" gap="sm" align="flex-start" wrap="nowrap" py={6} data-event={event.type}>
      <EventMark event={event} />
      <div style={{ minWidth: 0, flex: 1 }}>
        <Group gap={6}>
          <Text size="sm" fw={550}>
            {isItemEvent(name) ? t(`pictures.item.was.${name}`) : name}
          </Text>
          <Said event={event} classes={classes} />
        </Group>
        <Text size="xs" c="dimmed" className="wrap-anywhere">
          {t('events.version', { version: event.aggregateVersion })} · {t('events.by', { who: author })}
          {details.map((detail) => ` · ${detail}`)}
        </Text>
      </div>
      <Text size="xs" c="dimmed" component="div">
        <TimeAgo at={event.time} />
      </Text>
    </Group>
  );
};

/** Every statement about the item, newest first: by whom, when, in place of which. */
export const ItemHistory = ({ id, classes }: { readonly id: string; readonly classes: Classes }) => {
  const query = useDatasetsHistory('item', id);
  return (
    <Loaded query={query} skeleton={<RowsSkeleton rows={3} />}>
      {({ pages }) => (
        <>
          <ol style={{ margin: 0, padding: 0, listStyle: 'none' }}>
            {pages
              .flatMap(({ items }) => items)
              .map((event) => (
                <Entry key={event.id} event={event} classes={classes} />
              ))}
          </ol>
          <LoadMore query={query} />
        </>
      )}
    </Loaded>
  );
};
