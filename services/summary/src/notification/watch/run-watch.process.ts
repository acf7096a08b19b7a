import type { GateReason, RunEvent } from '@tutti/contracts/training';
import type { Process, Reaction, Recorded } from '@tutti/kernel';
import { infoOf, type Tell } from '../tell/tell.process';

type Watched = Extract<RunEvent, { type: 'RunRequested' | 'RunSucceeded' | 'RunFailed' | 'RunCancelled' }>;

/** Of a run that goes on: what its stream is called. */
export interface RunWatchState {
  readonly name: string;
}

type DataOf<Type extends Watched['type']> = Extract<Watched, { type: Type }>['data'];

const hundredths = (value = 0): string => (100 * value).toFixed(1);

/** What was found, and what was asked for. */
const said = ({ code, classKey, found, asked }: GateReason): string => {
  switch (code) {
    case 'at-least':
      return `score ${hundredths(found)} % (${hundredths(asked)} % asked for)`;
    case 'gain':
      return `${hundredths(found)} points against the model before it (${hundredths(asked)} asked for)`;
    case 'class-loss':
      return `recall of ${classKey ?? 'a class'} ${hundredths(found)} points less (${hundredths(asked)} allowed)`;
    case 'few-items':
      return `${found ?? 0} pictures held out (${asked ?? 0} asked for)`;
    case 'no-baseline':
      return 'no model before it';
  }
};

/** A model that does not pass its gate is told as that: that it was trained says the same text. */
const succeeded = (
  { solution, metrics, gate, name }: DataOf<'RunSucceeded'>,
  { aggregateId: id, time }: Recorded,
): Tell => {
  const about = { type: 'Tell', source: { id, name }, at: time.toISOString() } as const;
  const { accuracy, map50 } = metrics;
  const figures = { solution: `${solution.key} ${solution.version}`, accuracy, map50 };
  if (gate.passes) return { ...about, code: 'training.run-succeeded', info: infoOf(figures) };
  const reasons = gate.reasons.filter(({ passes }) => !passes).map(said);
  return {
    ...about,
    code: 'training.gate-refused',
    info: infoOf({ ...figures, reasons: reasons.join(', ') }),
  };
};

const failed = (
  name: string,
  { code, message }: DataOf<'RunFailed'>,
  { aggregateId: id, time }: Recorded,
): Tell => ({
  ...{ type: 'Tell', code: 'training.run-failed', source: { id, name }, at: time.toISOString() },
  info: infoOf({ code, message }),
});

const react = (state: RunWatchState, recorded: Recorded<Watched>): Reaction<RunWatchState, Tell> => {
  const { event } = recorded;
  switch (event.type) {
    case 'RunRequested':
      return { state: { name: event.data.name } };
    case 'RunSucceeded':
      return { state: undefined, outgoing: [succeeded(event.data, recorded)] };
    case 'RunFailed':
      return { state: undefined, outgoing: [failed(state.name, event.data, recorded)] };
    case 'RunCancelled':
      return { state: undefined };
    default:
      return event satisfies never;
  }
};

/** What people are told of trainings. One instance per run, until it ends. */
export const runWatchProcess: Process<RunWatchState, Watched, Tell> = {
  name: 'run-watch',
  version: 1,
  subjects: ['evt.training.run.*'],
  handles: ['RunRequested', 'RunSucceeded', 'RunFailed', 'RunCancelled'],
  ignores: ['RunDataFrozen', 'RunQueued', 'RunStarted', 'RunReleased', 'RunStepCompleted'],
  initialState: { name: '' },
  correlate: ({ aggregateId }) => aggregateId,
  react: (state, input) => (input.kind === 'event' ? react(state, input.recorded) : { state }),
};
