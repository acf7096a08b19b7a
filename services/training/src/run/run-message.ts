import {
  CauseKind,
  DuplicatePolicy,
  RunState,
  StepState,
  WaitingFor,
  type RequestRunRequest,
} from '@tutti/contracts/gen/tutti/training/v1/run';
import { TrainingTask } from '@tutti/contracts/gen/tutti/training/v1/shared';
import {
  duplicatePolicy,
  runCause,
  runState,
  stepState,
  trainingTask,
  type RequestRun,
  type Run,
  type RunCurves,
  type RunSource,
} from '@tutti/contracts/training';
import { enumMap, type Present } from '@tutti/service-kit';

const tasks = enumMap(trainingTask.options, TrainingTask);
const states = enumMap(runState.options, RunState);
const stepStates = enumMap(stepState.options, StepState);
const causes = enumMap(runCause.shape.kind.options, CauseKind);
const policies = enumMap(duplicatePolicy.options, DuplicatePolicy);
const waiting = enumMap(['data', 'earlier-run', 'trainer'], WaitingFor);

const toSource = (source: RunSource) =>
  source.kind === 'sample' ? { sample: { name: source.name } } : { datasets: { data: source.data } };

export const toRunMessage = ({ source, ...run }: Run) => ({
  ...run,
  ...toSource(source),
  task: tasks.toProto(run.task),
  state: states.toProto(run.state),
  waitingFor: run.waitingFor && waiting.toProto(run.waitingFor),
  cause: { ...run.cause, kind: causes.toProto(run.cause.kind) },
  steps: run.steps.map((step) => ({ ...step, state: stepStates.toProto(step.state) })),
});

export const toCurvesMessage = ({ series }: RunCurves) => ({
  series: series.map(({ name, points }) => ({
    name,
    points: points.map(([step, value]) => ({ step, value })),
  })),
});

const fromSource = ({ datasets, sample }: Present<RequestRunRequest>): RunSource | undefined => {
  if (sample) return { kind: 'sample', name: sample.name };
  return datasets && { kind: 'datasets', data: [...datasets.data] };
};

export const fromRequest = (message: Present<RequestRunRequest>): RequestRun => {
  const { datasets: _, sample: __, duplicatePolicy: policy, ...rest } = message;
  return { ...rest, source: fromSource(message), duplicatePolicy: policies.fromProto(policy) };
};
