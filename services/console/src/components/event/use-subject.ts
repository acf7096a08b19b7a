import type { LoggedEvent } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import {
  useCommandOf,
  useDatasetName,
  useDeviceLabel,
  useGroupName,
  useLabelSchemaName,
  useModelOf,
  useRolloutOf,
  useRunOf,
  useStreamName,
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
  ...(['solution', 'stream', 'run', 'model'] as const),
  ...(['rollout', 'device-deployment', 'rollout-template', 'automatic-rollout'] as const),
  ...(['daily-summary', 'summary-settings', 'channel', 'delivery'] as const),
  ...(['notification', 'inbox', 'workspace'] as const),
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

/** Streams, their runs and their models: a run is known by its stream. */
const useOfTraining = (aggregate: string, id: string): Shown | undefined => {
  const { t } = useTranslation();
  const idOf = (one: string): string | undefined => (aggregate === one ? id : undefined);
  const stream = useStreamName(idOf('stream'));
  const run = useRunOf(idOf('run'));
  const model = useModelOf(idOf('model'));
  if (aggregate === 'solution')
    return { text: t('events.named.solution', { name: id }), path: `/solutions/${id}` };
  if (stream !== undefined)
    return { text: t('events.named.stream', { name: stream }), path: `/streams/${id}` };
  if (model)
    return {
      text: t('events.named.model', { name: model.name, version: model.modelVersion }),
      path: `/models/${id}`,
    };
  if (run?.streamName === undefined || run.streamName === null) return undefined;
  return { text: t('events.named.run', { name: run.streamName }), path: `/runs/${id}` };
};

/** Rollouts, and what becomes of them on devices: a deployment is known by its rollout and its device. */
const useOfDeployment = ({ subject, data }: Pick<LoggedEvent, 'subject' | 'data'>): Shown | undefined => {
  const { t } = useTranslation();
  const { aggregate, id } = subjectOf({ subject });
  const ofDeployment = (name: string): string | undefined => {
    const value = aggregate === 'device-deployment' ? data[name] : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  const rolloutId = aggregate === 'rollout' ? id : ofDeployment('rolloutId');
  const rollout = useRolloutOf(rolloutId);
  const device = useDeviceLabel(ofDeployment('deviceId'));
  const stream = useStreamName(aggregate === 'rollout-template' ? id : undefined);
  if (stream !== undefined)
    return { text: t('events.named.template', { name: stream }), path: `/streams/${id}/rollouts` };
  if (!rollout) return undefined;
  const path = `/rollouts/${rollout.id}`;
  if (aggregate === 'rollout') return { text: t('events.named.rollout', { name: rollout.name }), path };
  return device === undefined
    ? undefined
    : {
        text: t('events.named.deployment', { name: rollout.name, device }),
        path: `${path}?deployment=${id}`,
      };
};

/** Days and workspaces are called by their ids; a channel by what its event says. */
const useOfSummary = ({ subject, data }: Pick<LoggedEvent, 'subject' | 'data'>): Shown | undefined => {
  const { t } = useTranslation();
  const { aggregate, id } = subjectOf({ subject });
  if (aggregate === 'daily-summary')
    return { text: t('events.named.summary', { day: id }), path: `/summaries/${id}` };
  if (aggregate === 'workspace') {
    // No token of a subject may hold a dot.
    const name = id.replaceAll('=', '.');
    return { text: t('events.named.workspace', { name }), path: `/workspaces/${name}` };
  }
  if (aggregate === 'summary-settings')
    return { text: t('events.aggregates.summary-settings'), path: '/summaries' };
  if (aggregate === 'delivery')
    return { text: t('events.aggregates.delivery'), path: '/channels/deliveries' };
  if (aggregate !== 'channel') return undefined;
  const name = data['name'];
  return typeof name === 'string'
    ? { text: t('events.named.channel', { name }), path: '/channels' }
    : undefined;
};

/** What an event happened to, in words. */
export const useSubject = (event: Pick<LoggedEvent, 'subject' | 'data'>): Shown => {
  const word = useAggregateWord();
  const { aggregate, id } = subjectOf(event);
  const ofDatasets = useOfDatasets(event);
  const ofTraining = useOfTraining(aggregate, id);
  const ofDeployment = useOfDeployment(event);
  const ofSummary = useOfSummary(event);
  return (
    useNamed(aggregate, id) ??
    ofDatasets ??
    ofTraining ??
    ofSummary ??
    ofDeployment ?? { text: `${word(aggregate)} ${shortId(id)}` }
  );
};
