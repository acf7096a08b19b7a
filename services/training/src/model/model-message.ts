import { ModelPrecision, ModelStatus, ModelTask } from '@tutti/contracts/gen/tutti/training/v1/model';
import { TrainingTask } from '@tutti/contracts/gen/tutti/training/v1/shared';
import {
  modelStatus,
  modelTask,
  precision,
  trainingTask,
  type EvaluationReport,
  type Model,
  type ModelLineage,
  type ModelOrigin,
  type WorstExample,
} from '@tutti/contracts/training';
import { enumMap } from '@tutti/service-kit';

const tasks = enumMap(modelTask.options, ModelTask);
const statuses = enumMap(modelStatus.options, ModelStatus);
const precisions = enumMap(precision.options, ModelPrecision);

const toOrigin = (origin: ModelOrigin) => {
  switch (origin.kind) {
    case 'run':
      return { run: { runId: origin.runId } };
    case 'import':
      return { import: { fileName: origin.fileName } };
    case 'ready-made':
      return { readyMade: { source: origin.source, licence: origin.licence } };
    default:
      return origin satisfies never;
  }
};

export const toModelMessage = ({ origin, variants, ...model }: Model) => ({
  ...model,
  ...toOrigin(origin),
  task: tasks.toProto(model.task),
  status: statuses.toProto(model.status),
  variants: variants.map(({ latency, ...variant }) => ({
    ...variant,
    precision: precisions.toProto(variant.precision),
    latency: latency ?? null,
  })),
});

const trainingTasks = enumMap(trainingTask.options, TrainingTask);

const toSight = (seen: WorstExample['truth'] | WorstExample['predicted']) => {
  if ('boxes' in seen) return { boxes: seen.boxes };
  return { key: seen.key, score: 'score' in seen ? seen.score : undefined, boxes: [] };
};

export const toEvaluationMessage = ({ confusion, examples, latency, ...report }: EvaluationReport) => ({
  ...report,
  task: trainingTasks.toProto(report.task),
  confusion: confusion.map((predicted) => ({ predicted })),
  examples: examples.map((example) => ({
    ...example,
    truth: toSight(example.truth),
    predicted: toSight(example.predicted),
  })),
  latency: latency ?? null,
});

export const toLineageMessage = ({ model, ...lineage }: ModelLineage) => ({
  ...lineage,
  model: toModelMessage(model),
});
