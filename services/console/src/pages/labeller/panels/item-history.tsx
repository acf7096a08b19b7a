import { Button, Text } from '@mantine/core';
import { itemEvents, type Item, type Label } from '@tutti/contracts/datasets';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { useDatasetsHistory } from '../../../api/events';
import { useAuthor } from '../../../components/event/use-author';
import { LoadMore } from '../../../components/load-more';
import { TimeAgo } from '../../../components/time-ago';
import { eventTitleIn } from '../../../i18n/server-words';
import { eventName } from '../../../lib/words';
import { useLabeller } from '../labeller-context';
import { useLabelText } from '../use-label-text';
import { Panel } from './panel';

const statedIn = ({ type, data }: LoggedEvent) => {
  if (eventName(type) !== 'ItemLabelled') return undefined;
  return itemEvents.definitions.ItemLabelled.schema.safeParse(data).data;
};

interface LineProps {
  readonly event: LoggedEvent;
  readonly item: Item;
  readonly onRestore: (label: Label, version: number) => void;
}

const Line = ({ event, item, onRestore }: LineProps) => {
  const { t, i18n } = useTranslation();
  const { mayLabel } = useLabeller();
  const text = useLabelText();
  const author = useAuthor(event.authId);
  const stated = statedIn(event);
  const version = event.aggregateVersion;
  const how =
    stated &&
    {
      person: '',
      import: t('labelling.history.imported'),
      'model-accepted': t('labelling.history.accepted'),
    }[stated.by];
  return (
    <li className="lb-past">
      <span>
        <strong>{stated ? text.label(stated.label) : eventTitleIn(i18n.language, event.type)}</strong>{' '}
        {how !== undefined && how !== '' && `${how} `}
        <span className="lb-past-aside">
          {author} · <TimeAgo at={event.time} />
        </span>
      </span>
      {stated && mayLabel && version !== item.label?.version && (
        <Button size="compact-xs" variant="subtle" onClick={() => onRestore(stated.label, version)}>
          {t('labelling.history.restore')}
        </Button>
      )}
    </li>
  );
};

const Nobody = () => (
  <Text size="sm" c="dimmed">
    {useTranslation().t('labelling.history.none')}
  </Text>
);

type Props = Pick<LineProps, 'item' | 'onRestore'>;

const Lines = ({ item, onRestore }: Props) => {
  const query = useDatasetsHistory('item', item.id);
  const events = (query.data?.pages ?? [])
    .flatMap(({ items }) => items)
    .filter(({ type }) => eventName(type) !== 'ItemAdded');
  if (query.data && events.length === 0) return <Nobody />;
  return (
    <>
      <ul className="lb-list">
        {events.map((event) => (
          <Line key={event.id} event={event} item={item} onRestore={onRestore} />
        ))}
      </ul>
      <LoadMore query={query} />
    </>
  );
};

/** Who said what of the item, and when. One that was only added has nothing to tell. */
export const ItemHistory = ({ item, onRestore }: Props) => (
  <Panel title={useTranslation().t('labelling.history.title')}>
    {item.version > 1 ? <Lines item={item} onRestore={onRestore} /> : <Nobody />}
  </Panel>
);
