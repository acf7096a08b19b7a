import { TrainingTask } from '@tutti/contracts/gen/tutti/training/v1/shared';
import {
  DataType,
  GateMetric,
  type PromotionGate as GateMessage,
  type SolutionManifest as ManifestMessage,
} from '@tutti/contracts/gen/tutti/training/v1/solution';
import {
  solutionManifest,
  trainingTask,
  type PromotionGate,
  type Solution,
  type SolutionManifest,
} from '@tutti/contracts/training';
import { enumMap, type Present } from '@tutti/service-kit';

export const tasks = enumMap(trainingTask.options, TrainingTask);
const dataTypes = enumMap(['image'], DataType);
const metrics = enumMap(solutionManifest.shape.gate.shape.metric.options, GateMetric);

export const toGate = (gate: PromotionGate) => ({ ...gate, metric: metrics.toProto(gate.metric) });
export const fromGate = (gate: Present<GateMessage>): PromotionGate => ({
  ...gate,
  metric: metrics.fromProto(gate.metric),
});

const toManifest = ({ task, dataType, gate, ...rest }: SolutionManifest) => ({
  ...rest,
  task: tasks.toProto(task),
  dataType: dataTypes.toProto(dataType),
  gate: toGate(gate),
});

export const fromManifest = (message: Present<ManifestMessage>): SolutionManifest => {
  const { task, dataType, parameters, sample, gate, ...rest } = message;
  return {
    ...rest,
    task: tasks.fromProto(task),
    dataType: dataTypes.fromProto(dataType),
    parameters: parameters ?? {},
    sample: sample ?? null,
    gate: fromGate(gate ?? { metric: 0 }),
  };
};

export const toSolutionMessage = ({ versions, ...solution }: Solution) => ({
  ...solution,
  versions: versions.map(({ manifest, ...version }) => ({ ...version, manifest: toManifest(manifest) })),
});
