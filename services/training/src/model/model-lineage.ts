import type { DataReference, ModelLineage, RunEvent } from '@tutti/contracts/training';
import type { DatasetEvent } from '@tutti/contracts/datasets';
import { subjectOf, type EventLog } from '@tutti/event-store';
import type { DomainEvent, Recorded } from '@tutti/kernel';

type Log = Pick<EventLog, 'load'>;
type OfType<Event extends DomainEvent, Type extends Event['type']> = Recorded<Extract<Event, { type: Type }>>;
type FrozenVersion = OfType<DatasetEvent, 'DatasetVersionFrozen'>;

const isOf =
  <Event extends DomainEvent, Type extends Event['type']>(type: Type) =>
  (recorded: Recorded): recorded is OfType<Event, Type> =>
    recorded.event.type === type;

const eventsOf = async (log: Log, subject: string): Promise<readonly Recorded[]> =>
  (await log.load(subject, 0)).flatMap(({ events }) => events);

/** Who asked for a run, with which seed, and when a trainer took it: as its events say. */
export const runOf = async (log: Log, runId: string): Promise<ModelLineage['run']> => {
  const events = await eventsOf(log, subjectOf('training', 'run', runId));
  const requested = events.find(isOf<RunEvent, 'RunRequested'>('RunRequested'));
  if (!requested) return null;
  const started = events.findLast(isOf<RunEvent, 'RunStarted'>('RunStarted'));
  return {
    id: runId,
    requestedBy: requested.metadata.authId ?? null,
    seed: requested.event.data.randomSeed,
    startedAt: (started ?? requested).time.toISOString(),
  };
};

/** The versions that a model learned from, as they were frozen: each manifest lists its pictures by digest. */
export const dataOf = async (log: Log, data: readonly DataReference[]): Promise<ModelLineage['data']> => {
  const found = await Promise.all(
    data.map(async ({ datasetId, version }) => {
      const events = await eventsOf(log, subjectOf('datasets', 'dataset', datasetId));
      const frozen = events
        .filter(isOf<DatasetEvent, 'DatasetVersionFrozen'>('DatasetVersionFrozen'))
        .find(({ event }) => event.data.version === version);
      return frozen && [toData(frozen)];
    }),
  );
  return found.flatMap((one) => one ?? []);
};

const toData = ({ aggregateId: datasetId, event, time }: FrozenVersion): ModelLineage['data'][number] => {
  const { version, digest, manifest, counts } = event.data;
  return { datasetId, version, digest, manifest, items: counts.items, frozenAt: time.toISOString() };
};
