import type { LoggedEvent } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { useCommandOf, useDeviceLabel, useGroupName, useTokenNote, useUserName } from '../../api/names';
import { shortId } from '../../lib/short';
import { subjectOf } from './event-subject';

interface Shown {
  readonly text: string;
  /** Page that shows it, where there is one. */
  readonly path?: string;
}

const edgePath = (id: string): string => `/edges/${encodeURIComponent(id)}`;

/** What something is called, by the name of its aggregate; undefined where it has no name, or none is known. */
const useNamed = (aggregate: string, id: string): Shown | undefined => {
  const { t } = useTranslation();
  const idOf = (one: string): string | undefined => (aggregate === one ? id : undefined);
  const command = useCommandOf(idOf('device-command'));
  const deviceId = idOf('device') ?? command?.deviceId;
  const device = useDeviceLabel(deviceId);
  const user = useUserName(idOf('user'));
  const group = useGroupName(idOf('device-group'));
  const note = useTokenNote(idOf('enrolment-token'));
  if (command) {
    const kind = t(`commands.kind.${command.order.kind}`);
    return {
      text: `${kind} · ${device ?? shortId(command.deviceId)}`,
      path: `${edgePath(command.deviceId)}/commands`,
    };
  }
  if (deviceId !== undefined) return { text: device ?? shortId(id), path: edgePath(id) };
  if (group !== undefined) return { text: t('events.named.group', { name: group }) };
  if (note !== undefined) return { text: t('events.named.token', { note }) };
  return user === undefined ? undefined : { text: user };
};

const aggregates = ['device', 'device-command', 'device-group', 'enrolment-token', 'user', 'name'] as const;
type Aggregate = (typeof aggregates)[number];
const isAggregate = (text: string): text is Aggregate => aggregates.some((one) => one === text);

/** What kind of thing an aggregate is; one of a newer server stays as the log has it. */
export const useAggregateWord = (): ((aggregate: string) => string) => {
  const { t } = useTranslation();
  return (aggregate) => (isAggregate(aggregate) ? t(`events.aggregates.${aggregate}`) : aggregate);
};

/** What an event happened to, in words. */
export const useSubject = (event: Pick<LoggedEvent, 'subject'>): Shown => {
  const word = useAggregateWord();
  const { aggregate, id } = subjectOf(event);
  return useNamed(aggregate, id) ?? { text: `${word(aggregate)} ${shortId(id)}` };
};
