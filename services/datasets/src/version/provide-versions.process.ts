import type { RunEvent } from '@tutti/contracts/training';
import type { Process, ProcessInput, Reaction } from '@tutti/kernel';

/** Freezes the dataset, or looks the version up that is named, and tells the run. */
export type ProvideVersion = {
  readonly type: 'ProvideVersion';
  readonly runId: string;
  readonly datasetId: string;
  readonly version?: number | undefined;
};

type Reacted = Reaction<Record<string, never>, ProvideVersion>;

const ended: Reacted = { state: undefined };

const react = (_: unknown, input: ProcessInput<RunEvent>, runId: string): Reacted => {
  if (input.kind === 'timer' || input.recorded.event.type !== 'RunRequested') return ended;
  const { source } = input.recorded.event.data;
  if (source.kind !== 'datasets') return ended;
  return { ...ended, outgoing: source.data.map((data) => ({ type: 'ProvideVersion', runId, ...data })) };
};

/** Answers a run of training that asks for data, once for each dataset. One instance per run. */
export const provideVersionsProcess: Process<Record<string, never>, RunEvent, ProvideVersion> = {
  name: 'provide-versions',
  version: 1,
  subjects: ['evt.training.run.*'],
  handles: ['RunRequested'],
  ignores: [
    'RunDataFrozen',
    'RunQueued',
    'RunStarted',
    'RunReleased',
    'RunStepCompleted',
    'RunSucceeded',
    'RunFailed',
    'RunCancelled',
  ],
  initialState: {},
  correlate: ({ aggregateId }) => aggregateId,
  react,
};
