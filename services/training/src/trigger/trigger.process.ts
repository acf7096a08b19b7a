import { nextTime, type StreamEvent, type Trigger } from '@tutti/contracts/training';
import type { Process, ProcessInput, Reaction, Timer } from '@tutti/kernel';

/** Whether it is time to train: the handler finds out, and asks for a run. */
export type LookAtStream = {
  readonly type: 'LookAtStream';
  readonly streamId: string;
  /** As it was when the look was planned: another one that was set since has looks of its own. */
  readonly trigger: Trigger;
  /** `again`: the gate was shut at a time of the schedule, and may have opened. */
  readonly occasion: 'due' | 'again';
};

export interface TriggerState {
  readonly trigger: Trigger;
}

type Reacted = Reaction<TriggerState | null, LookAtStream>;

const usualCheckSeconds = 60;

const afterCheck = ({ checkSeconds = usualCheckSeconds }: Trigger, from: Date): Date =>
  new Date(from.getTime() + checkSeconds * 1000);

const dueAfter = (trigger: Trigger, from: Date): readonly Timer[] => {
  const at = trigger.schedule ? nextTime(trigger.schedule, from) : afterCheck(trigger, from);
  return at ? [{ name: 'due', at }] : [];
};

const againAfter = (trigger: Trigger, from: Date): readonly Timer[] => {
  const waits = trigger.schedule && trigger.gate && trigger.whenShut === 'wait';
  return waits ? [{ name: 'again', at: afterCheck(trigger, from) }] : [];
};

const armed = (trigger: Trigger | null | undefined, from: Date): Reacted => {
  // Ending an instance takes its timers along.
  if (!trigger?.active) return { state: undefined };
  return { state: { trigger }, timers: dueAfter(trigger, from), cancel: ['due', 'again'] };
};

const onEvent = (state: TriggerState | null, event: StreamEvent, time: Date): Reacted => {
  switch (event.type) {
    case 'StreamCreated':
    case 'StreamTriggerSet':
      return armed(event.data.trigger, time);
    case 'StreamDeleted':
      return { state: undefined };
    case 'StreamReconfigured':
    case 'StreamMovedToSolution':
      return { state: state ?? undefined };
    default:
      return event satisfies never;
  }
};

/** Times that passed while nobody looked are made up for by one look. */
const onTimer = (
  { trigger }: TriggerState,
  input: Extract<ProcessInput<StreamEvent>, { kind: 'timer' }>,
  streamId: string,
): Reacted => {
  const { name, at, firedAt = at } = input;
  const from = firedAt > at ? firedAt : at;
  const look = (occasion: LookAtStream['occasion']): LookAtStream => ({
    type: 'LookAtStream',
    streamId,
    trigger,
    occasion,
  });
  const timers = [...(name === 'due' ? dueAfter(trigger, from) : []), ...againAfter(trigger, from)];
  return { state: { trigger }, outgoing: [look(name === 'due' ? 'due' : 'again')], timers };
};

const react = (state: TriggerState | null, input: ProcessInput<StreamEvent>, streamId: string): Reacted => {
  if (input.kind === 'event') return onEvent(state, input.recorded.event, input.recorded.time);
  return state ? onTimer(state, input, streamId) : { state: undefined };
};

/** When to look whether a stream trains by itself. One instance per stream with a trigger that is active. */
export const triggerProcess: Process<TriggerState | null, StreamEvent, LookAtStream> = {
  name: 'trigger',
  version: 1,
  subjects: ['evt.training.stream.*'],
  handles: ['StreamCreated', 'StreamTriggerSet', 'StreamDeleted'],
  ignores: ['StreamReconfigured', 'StreamMovedToSolution'],
  initialState: null,
  correlate: ({ aggregateId }) => aggregateId,
  react,
};
