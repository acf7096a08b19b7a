import { Group, Stack } from '@mantine/core';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import { CopyButton } from '../copy-button';
import { Facts } from '../facts';
import { JsonView } from '../json-view';
import { EventSubject } from './event-line';
import { useAuthor } from './use-author';

const Mono = ({ text }: { readonly text: string }) => <span className="mono">{text}</span>;

/** All of an event. */
export const EventBody = ({ event }: { readonly event: LoggedEvent }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const author = useAuthor(event.authId);
  return (
    <Stack gap="sm">
      <Facts
        facts={[
          [t('events.type'), <Mono key="type" text={event.type} />],
          [
            t('events.jump'),
            <Mono
              key="position"
              text={`${event.position} · ${t('events.version', { version: event.aggregateVersion })}`}
            />,
          ],
          [
            t('events.subject'),
            <span key="subject">
              <EventSubject event={event} /> <Mono text={event.subject} />
            </span>,
          ],
          [t('events.time'), format.exactTime(event.time)],
          [
            t('events.who.label'),
            <span key="who">
              {author} {event.authId !== null && <Mono text={event.authId} />}
            </span>,
          ],
          [t('events.id'), <Mono key="id" text={event.id} />],
          [
            t('events.correlation'),
            event.correlationId && <Mono key="correlation" text={event.correlationId} />,
          ],
          [t('events.causation'), event.causationId && <Mono key="causation" text={event.causationId} />],
        ]}
      />
      <JsonView value={event.data} label={t('events.data')} />
      <Group>
        <CopyButton text={JSON.stringify(event, null, 2)} label={t('events.copyJson')} />
      </Group>
    </Stack>
  );
};
