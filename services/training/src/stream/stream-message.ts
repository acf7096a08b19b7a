import {
  LookOutcome,
  StreamStatus,
  WhenShut,
  type ChangeStreamRequest,
  type CreateStreamRequest,
  type Trigger as TriggerMessage,
  type TriggerCondition as ConditionMessage,
} from '@tutti/contracts/gen/tutti/training/v1/stream';
import {
  stream,
  streamStatus,
  type CreateStream,
  type PatchStream,
  type Stream,
  type Trigger,
  type TriggerCondition,
} from '@tutti/contracts/training';
import { enumMap, type Present } from '@tutti/service-kit';
import { fromGate, tasks, toGate } from '../solution/solution-message';

const statuses = enumMap(streamStatus.options, StreamStatus);
const outcomes = enumMap(stream.shape.lastLook.unwrap().shape.outcome.options, LookOutcome);
const whenShuts = enumMap(['skip', 'wait'], WhenShut);

const toCondition = (condition: TriggerCondition) => {
  if (condition.kind === 'new-labels') return { newLabels: { atLeast: condition.atLeast } };
  const { kind: _, ...warningRate } = condition;
  return { warningRate };
};

/** One that says nothing is refused by its schema. */
const fromCondition = ({ newLabels, warningRate }: Present<ConditionMessage>): TriggerCondition =>
  warningRate
    ? { kind: 'warning-rate', ...warningRate }
    : { kind: 'new-labels', ...(newLabels ?? { atLeast: 0 }) };

const toTrigger = ({ conditions, schedule, window, gate, whenShut, ...rest }: Trigger) => ({
  ...rest,
  conditions: conditions.map(toCondition),
  schedule: schedule ?? null,
  window: window ?? null,
  gate: gate ? { ...gate, devices: gate.devices ?? null } : null,
  whenShut: whenShut && whenShuts.toProto(whenShut),
});

export const fromTrigger = ({ conditions, whenShut, ...rest }: Present<TriggerMessage>): Trigger => ({
  ...rest,
  conditions: conditions.map(fromCondition),
  whenShut: whenShuts.fromProto(whenShut),
});

export const toStreamMessage = ({ task, gate, trigger, lastLook, status, ...rest }: Stream) => ({
  ...rest,
  task: tasks.toProto(task),
  gate: toGate(gate),
  trigger: trigger && toTrigger(trigger),
  lastLook: lastLook && { ...lastLook, outcome: outcomes.toProto(lastLook.outcome) },
  status: statuses.toProto(status),
});

export const fromCreate = (message: Present<CreateStreamRequest>): CreateStream => {
  const { gate, trigger, datasets, solution, ...rest } = message;
  return {
    ...rest,
    solution: solution ?? { key: '' },
    gate: gate && fromGate(gate),
    trigger: trigger && fromTrigger(trigger),
    datasets: [...datasets],
  };
};

/** Absent stays, empty is removed: a merge patch without its null. */
export const fromChange = (message: Present<ChangeStreamRequest>): PatchStream => {
  const { id: _, description, tags, warningScore, target, gate, datasets, ...rest } = message;
  return {
    ...rest,
    ...(description === undefined ? {} : { description: description || null }),
    ...(tags && { tags: tags.tags }),
    ...(warningScore === undefined ? {} : { warningScore: warningScore < 0 ? null : warningScore }),
    ...(target === undefined ? {} : { target: target || null }),
    ...(gate && { gate: fromGate(gate) }),
    ...(datasets && { datasets: [...datasets.ids] }),
  };
};
