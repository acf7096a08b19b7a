import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAggregateWord } from '../../components/event/use-subject';
import { SearchBox } from '../../components/search-box';
import { useEventTitle } from '../../i18n/server-words';
import { aggregatesOf, contexts, typesOf } from './event-choices';
import './event-filters.css';
import { filterOf, type EventView } from './use-event-view';

interface Props {
  readonly view: EventView;
  readonly onChange: (change: Partial<EventView>) => void;
}

const Jump = ({ onJump }: { readonly onJump: (position: string) => void }) => {
  const { t } = useTranslation();
  const [position, setPosition] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (/^\d{1,15}$/.test(position)) onJump(position);
      }}
    >
      <Group gap={6} wrap="nowrap">
        <TextInput
          w={116}
          aria-label={t('events.jumpHint')}
          placeholder={t('events.jump')}
          inputMode="numeric"
          pattern="[0-9]*"
          value={position}
          onChange={(event) => setPosition(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={position === ''}>
          {t('events.jumpGo')}
        </Button>
      </Group>
    </form>
  );
};

/** Narrows the log; each choice narrows the next. */
export const EventFilters = ({ view, onChange }: Props) => {
  const { t } = useTranslation();
  const eventTitle = useEventTitle();
  const word = useAggregateWord();
  const any = { value: '', label: t('events.any') };
  const select = (
    label: string,
    value: string | undefined,
    data: readonly { value: string; label: string }[],
  ) => ({
    'aria-label': label,
    value,
    data: [{ ...any, label: `${label}: ${any.label.toLowerCase()}` }, ...data],
  });
  const plain = (value: string) => ({ value, label: value });
  return (
    <div className="event-filters">
      <NativeSelect
        {...select(t('events.context'), view.context, contexts.map(plain))}
        onChange={(event) => onChange({ context: event.currentTarget.value, aggregate: '', type: '' })}
      />
      <NativeSelect
        {...select(
          t('events.aggregate'),
          view.aggregate,
          aggregatesOf(filterOf(view)).map((value) => ({ value, label: word(value) })),
        )}
        onChange={(event) => onChange({ aggregate: event.currentTarget.value, type: '' })}
      />
      <NativeSelect
        {...select(
          t('events.type'),
          view.type,
          typesOf(filterOf(view)).map((type) => ({ value: type, label: eventTitle(type) })),
        )}
        onChange={(event) => onChange({ type: event.currentTarget.value })}
      />
      <div>
        <SearchBox
          label={t('events.subjectId')}
          value={view.aggregateId}
          onChange={(aggregateId) => onChange({ aggregateId: aggregateId.replace(/[^A-Za-z0-9_-]/g, '') })}
        />
      </div>
      <Jump onJump={(at) => onChange({ at })} />
    </div>
  );
};
