import { TrainingTask } from '@tutti/contracts/gen/tutti/training/v1/shared';
import type { DeployedModel, ShadowComparison } from '@tutti/contracts/deployment';
import { trainingTask } from '@tutti/contracts/training';
import { enumMap } from '@tutti/service-kit';

const tasks = enumMap(trainingTask.options, TrainingTask);

export const toDeployedModel = ({ task, ...model }: DeployedModel) => ({
  ...model,
  task: tasks.toProto(task),
});

export const toComparison = ({ truth, ...comparison }: ShadowComparison) => ({
  ...comparison,
  truth: truth ?? null,
});
