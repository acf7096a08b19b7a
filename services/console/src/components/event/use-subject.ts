import type { LoggedEvent } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import {
  useCommandOf,
  useDatasetName,
  useDeviceLabel,
  useGroupName,
  useLabelSchemaName,
  useTokenNote,
  useUserName,
} from '../../api/names';
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

const aggregates = [
  ...(['device', 'device-command', 'device-group', 'enrolment-token'] as const),
  ...(['dataset', 'label-schema', 'item', 'user', 'name'] as const),
] as const;
type Aggregate = (typeof aggregates)[number];
const isAggregate = (text: string): text is Aggregate => aggregates.some((one) => one === text);

/** What kind of thing an aggregate is; one of a newer server stays as the log has it. */
export const useAggregateWord = (): ((aggregate: string) => string) => {
  const { t } = useTranslation();
  return (aggregate) => (isAggregate(aggregate) ? t(`events.aggregates.${aggregate}`) : aggregate);
};

/** Datasets, their classes and items: an item is known by its dataset. */
const useOfDatasets = ({ subject, data }: Pick<LoggedEvent, 'subject' | 'data'>): Shown | undefined => {
  const { t } = useTranslation();
  const { aggregate, id } = subjectOf({ subject });
  const of = typeof data['datasetId'] === 'string' ? data['datasetId'] : undefined;
  const datasetId = aggregate === 'dataset' ? id : aggregate === 'item' ? of : undefined;
  const name = useDatasetName(datasetId);
  const schema = useLabelSchemaName(aggregate === 'label-schema' ? id : undefined);
  if (schema !== undefined) return { text: t('events.named.classes', { name: schema }) };
  if (datasetId === undefined || name === undefined) return undefined;
  return aggregate === 'item'
    ? { text: t('events.named.item', { name }), path: `/datasets/${datasetId}?item=${id}` }
    : { text: t('events.named.dataset', { name }), path: `/datasets/${datasetId}` };
};

/** What an event happened to, in words. */
export const useSubject = (event: Pick<LoggedEvent, 'subject' | 'data'>): Shown => {
  const word = useAggregateWord();
  const { aggregate, id } = subjectOf(event);
  const ofDatasets = useOfDatasets(event);
  return useNamed(aggregate, id) ?? ofDatasets ?? { text: `${word(aggregate)} ${shortId(id)}` };
};
