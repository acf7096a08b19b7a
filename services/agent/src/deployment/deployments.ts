import type { ModelManager } from '../engine/model-manager';
import type { Logger } from '../log';
import { DeploymentStore } from './deployment-store';
import { ModelStore } from './model-store';

/** What a device knows of its deployments, with or without a platform. */
export interface Deployments {
  readonly store: DeploymentStore;
  readonly files: ModelStore;
}

/** Changes nothing yet: a start that fails has tried no model. */
export async function openDeployments(folder: string, log: Logger): Promise<Deployments> {
  return { store: await DeploymentStore.open(folder, log), files: new ModelStore(folder) };
}

/**
 * Once nothing else can keep the agent from starting, and before a model is loaded: one that kills must not do so for
 * ever, and what was deployed goes before what lies in the folder.
 */
export async function takeOver(
  { store, files }: Deployments,
  models: ModelManager,
  at: number,
): Promise<void> {
  await store.takeOver(at);
  const { active } = store.state;
  if (active !== null) models.prefer(files.fileOf(active.model));
}
