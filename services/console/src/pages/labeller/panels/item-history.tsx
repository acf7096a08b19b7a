import { Button, Text } from '@mantine/core';
import { itemEvents, type Item, type Label } from '@tutti/contracts/datasets';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { useItemHistory } from '../../../api/items';
import { useAuthor } from '../../../components/event/use-author';
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

/** Who said what of the item, and when. */
export const ItemHistory = ({ item, onRestore }: Pick<LineProps, 'item' | 'onRestore'>) => {
  const { t } = useTranslation();
  const { data } = useItemHistory(item);
  const events = data?.filter(({ type }) => eventName(type) !== 'ItemAdded') ?? [];
  return (
    <Panel title={t('labelling.history.title')}>
      {events.length === 0 && (data !== undefined || item.version === 1) && (
        <Text size="sm" c="dimmed">
          {t('labelling.history.none')}
        </Text>
      )}
      <ul className="lb-list">
        {events.map((event) => (
          <Line key={event.id} event={event} item={item} onRestore={onRestore} />
        ))}
      </ul>
    </Panel>
  );
};
