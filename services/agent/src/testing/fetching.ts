import { createUser } from '@nats-io/nkeys';
import type { DeployedModel } from '@tutti/contracts/deployment';
import { ArtifactClient } from '../deployment/artifact-client';
import { TuttiApi } from '../identity/api';

/** A model by its artifact alone. */
export const modelOf = (artifact: DeployedModel['artifact']): DeployedModel => ({
  modelId: '0199c9a0-0000-7000-8000-000000000001',
  name: 'Lids',
  version: 'v1.0',
  task: 'image-classification',
  artifact,
});

/** Some device's, of some deployment. */
export const artifactClientOf = (url: string, stallMs?: number): ArtifactClient =>
  new ArtifactClient({
    api: new TuttiApi(url, createUser()),
    deviceId: 'a'.repeat(26),
    deploymentId: '0199c9a0-0000-7000-8000-000000000002',
    ...(stallMs === undefined ? {} : { stallMs }),
  });
