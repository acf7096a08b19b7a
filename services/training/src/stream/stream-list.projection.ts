import type {
  Parameters,
  PromotionGate,
  StreamEvent,
  TrainingTask,
  Trigger,
} from '@tutti/contracts/training';
import type { Projection, Recorded } from '@tutti/kernel';

export interface StreamRow {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly task: TrainingTask;
  readonly solutionKey: string;
  readonly solutionVersion: number;
  readonly parameters: Parameters;
  readonly warningScore: number | null;
  readonly target: string | null;
  readonly gate: PromotionGate;
  readonly datasets: readonly string[];
  readonly trigger: Trigger | null;
  /** Milliseconds since 1970, like every time in a table. */
  readonly createdAt: number;
  readonly changedAt: number;
  readonly version: number;
}

type Stamp = Pick<StreamRow, 'changedAt' | 'version'>;
type Created = Extract<StreamEvent, { type: 'StreamCreated' }>['data'];

const created = (id: string, data: Created, stamp: Stamp): StreamRow => {
  const { solution, duplicateOf: _, ...rest } = data;
  const { description = null, warningScore = null, target = null, trigger = null } = rest;
  return {
    id,
    ...rest,
    description,
    warningScore,
    target,
    trigger,
    solutionKey: solution.key,
    solutionVersion: solution.version,
    createdAt: stamp.changedAt,
    ...stamp,
  };
};

type Reconfigured = Extract<StreamEvent, { type: 'StreamReconfigured' }>['data'];

const reconfigured = (row: StreamRow, data: Reconfigured): StreamRow => {
  const {
    name = row.name,
    description = row.description,
    tags = row.tags,
    parameters = row.parameters,
    warningScore = row.warningScore,
    target = row.target,
    gate = row.gate,
    datasets = row.datasets,
  } = data;
  return { ...row, name, description, tags, parameters, warningScore, target, gate, datasets };
};

const changed = (
  row: StreamRow,
  event: Exclude<StreamEvent, { type: 'StreamCreated' }>,
): StreamRow | undefined => {
  switch (event.type) {
    case 'StreamReconfigured':
      return reconfigured(row, event.data);
    case 'StreamTriggerSet':
      return { ...row, trigger: event.data.trigger };
    case 'StreamMovedToSolution':
      return { ...row, solutionVersion: event.data.version, parameters: event.data.parameters };
    case 'StreamDeleted':
      return undefined;
    default:
      return event satisfies never;
  }
};

const project = (
  row: StreamRow | undefined,
  { event, aggregateId: id, aggregateVersion: version, time }: Recorded<StreamEvent>,
): StreamRow | undefined => {
  const stamp: Stamp = { changedAt: time.getTime(), version };
  if (event.type === 'StreamCreated') return created(id, event.data, stamp);
  const next = row && changed(row, event);
  return next && { ...next, ...stamp };
};

export const streamListProjection: Projection<StreamRow, StreamEvent> = {
  name: 'stream-list',
  version: 1,
  subjects: ['evt.training.stream.*'],
  handles: [
    'StreamCreated',
    'StreamReconfigured',
    'StreamTriggerSet',
    'StreamMovedToSolution',
    'StreamDeleted',
  ],
  key: ({ aggregateId }) => aggregateId,
  project,
};
