import type {
  Parameters,
  PatchStream,
  PromotionGate,
  StreamEvent,
  TrainingTask,
  Trigger,
} from '@tutti/contracts/training';
import { isSame, type Decider, type DomainError } from '@tutti/kernel';
import { refused } from '../refused.decider';
import { evolve, initialState, reconfigured, type KnownStream, type StreamState } from './stream.state';

type Created = Extract<StreamEvent, { type: 'StreamCreated' }>['data'];

/** What stands elsewhere was looked up: parameters fit the solution, datasets fit each other. */
type CreateStream = { readonly type: 'CreateStream' } & Created;
type ReconfigureStream = { readonly type: 'ReconfigureStream' } & PatchStream;

interface SetTrigger {
  readonly type: 'SetTrigger';
  readonly trigger: Trigger | null;
}

interface MoveStream {
  readonly type: 'MoveStream';
  readonly version: number;
  readonly parameters: Parameters;
}

interface DeleteStream {
  readonly type: 'DeleteStream';
  /** One of its runs has not ended. */
  readonly isTraining: boolean;
  readonly reason?: string | undefined;
}

export type StreamCommand = CreateStream | ReconfigureStream | SetTrigger | MoveStream | DeleteStream;

type Events = readonly StreamEvent[];

export const noSuchStream = (): DomainError =>
  refused('stream.not-found', 'No stream has this id, or it was deleted.');

export const existingStream = (state: StreamState): KnownStream => {
  if (state.status !== 'created') throw noSuchStream();
  return state;
};

const metricsOf: Readonly<Record<TrainingTask, readonly PromotionGate['metric'][]>> = {
  'image-classification': ['accuracy', 'macroF1'],
  'object-detection': ['map50'],
};

const assertGate = ({ metric }: PromotionGate, task: TrainingTask): void => {
  const metrics = metricsOf[task];
  if (metrics.includes(metric)) return;
  const pointer = '/gate/metric';
  const detail = `must be one of ${metrics.join(', ')}`;
  throw refused('stream.gate-unfit', `Models of ${task} have no ${metric}.`, {
    faults: [{ pointer, detail }],
  });
};

const create = ({ type: _, ...data }: CreateStream, state: StreamState): Events => {
  if (state.status !== 'initial')
    throw refused('stream.already-created', 'Change it, or create another one.');
  assertGate(data.gate, data.task);
  return [{ type: 'StreamCreated', data }];
};

const nothingChanged = (): DomainError => refused('stream.nothing-changed', 'Every value is what it was.');

/** What differs from how the stream is now. */
const changes = ({ type: _, ...patch }: ReconfigureStream, now: KnownStream): PatchStream => {
  const then = reconfigured(now, patch);
  const fields = Object.keys(patch) as (keyof PatchStream)[];
  const changed = fields.filter((field) => !isSame(then[field], now[field]));
  return Object.fromEntries(changed.map((field) => [field, patch[field]]));
};

const reconfigure = (command: ReconfigureStream, state: StreamState): Events => {
  const now = existingStream(state);
  if (command.gate) assertGate(command.gate, now.task);
  const data = changes(command, now);
  if (Object.keys(data).length === 0) throw nothingChanged();
  return [{ type: 'StreamReconfigured', data }];
};

const setTrigger = ({ trigger }: SetTrigger, state: StreamState): Events => {
  if (isSame(trigger, existingStream(state).trigger ?? null)) throw nothingChanged();
  return [{ type: 'StreamTriggerSet', data: { trigger } }];
};

const move = ({ version, parameters }: MoveStream, state: StreamState): Events => {
  const { solution } = existingStream(state);
  if (version === solution.version) throw nothingChanged();
  return [{ type: 'StreamMovedToSolution', data: { version, parameters } }];
};

const remove = ({ isTraining, reason }: DeleteStream, state: StreamState): Events => {
  existingStream(state);
  if (isTraining) throw refused('stream.training', 'Wait until it has ended, or cancel it.');
  return [{ type: 'StreamDeleted', data: reason === undefined ? {} : { reason } }];
};

const decide = (command: StreamCommand, state: StreamState): Events => {
  switch (command.type) {
    case 'CreateStream':
      return create(command, state);
    case 'ReconfigureStream':
      return reconfigure(command, state);
    case 'SetTrigger':
      return setTrigger(command, state);
    case 'MoveStream':
      return move(command, state);
    case 'DeleteStream':
      return remove(command, state);
    default:
      return command satisfies never;
  }
};

/** A solution put to work. Its name is a claim beside it; its runs and models are aggregates of their own. */
export const streamDecider: Decider<StreamState, StreamCommand, StreamEvent> = {
  context: 'training',
  aggregate: 'stream',
  stateVersion: 1,
  initialState,
  decide,
  evolve,
};
