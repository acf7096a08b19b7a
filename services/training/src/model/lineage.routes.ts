import { modelLineage, sha256, trainingErrors } from '@tutti/contracts/training';
import { defineRoute } from '@tutti/service-kit';
import { z } from 'zod';

const errors = [trainingErrors['model.not-found']];

export const ofModel = defineRoute({
  method: 'GET',
  path: 'models/:id',
  permission: 'training:read',
  summary: 'Trace a model back to its run and the versions of the datasets that it learned from',
  params: z.object({ id: z.uuid() }),
  response: modelLineage,
  errors,
});

export const ofArtifact = defineRoute({
  method: 'GET',
  path: 'artifacts/:digest',
  permission: 'training:read',
  summary: 'Trace a prediction back: `digest` is that of the model file that the device judged with',
  params: z.object({ digest: sha256 }),
  response: modelLineage,
  errors,
});
