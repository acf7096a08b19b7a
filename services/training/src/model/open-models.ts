import { jetstream } from '@nats-io/jetstream';
import { maxModelBytes } from '@tutti/contracts/training';
import { jetStreamDeadLetters, ProcessRunner } from '@tutti/runtime';
import { tracedWork, UniqueNames, Uploads } from '@tutti/service-kit';
import type { Foundation } from '../open-training';
import { AliasView } from './alias.view';
import { Aliases } from './aliases';
import { EvaluationFiles } from './evaluation-files';
import { EvaluationPictures } from './evaluation-pictures';
import { ModelInspector } from './inspection/model-inspector';
import { blobNamespace } from './model-files';
import { ModelImports } from './model-imports';
import { modelRegistrationProcess } from './model-registration.process';
import { signArtifact } from './model-signer';
import { modelSigningProcess } from './model-signing.process';
import { modelUploadsPath } from './model.routes';
import { ModelView } from './model.view';
import { ReadyMadeModels } from './ready-made-models';
import { registerRunModel } from './register-run-model';

/** Everything about models that controllers call, and others of this service. */
export const openModels = (base: Foundation) => {
  const { aggregates, blobs, database, log, projections, vault } = base;
  const aliasView = new AliasView(database, projections);
  const modelView = new ModelView(database, projections, aliasView);
  const modelUploads = new Uploads({
    blobs,
    namespace: blobNamespace,
    maxBytes: maxModelBytes,
    path: `/${modelUploadsPath}`,
  });
  const evaluations = new EvaluationFiles(blobs);
  const inspector = new ModelInspector({ blobs, program: base.modelInspector });
  const modelImports = new ModelImports({
    aggregates,
    versions: new UniqueNames(vault, 'training.imported-model'),
    inspector,
    uploads: modelUploads,
    view: modelView,
    blobs,
  });
  return {
    aliasView,
    modelView,
    aliases: new Aliases({ aggregates, log, view: aliasView }),
    evaluations,
    evaluationPictures: new EvaluationPictures(database, evaluations),
    inspector,
    modelImports,
    modelUploads,
  };
};

export type Models = ReturnType<typeof openModels>;

const common = ({ log, database, replicaId, clock, logger, connection, registry }: Foundation) => ({
  ...{ log, database, replicaId, clock, logger },
  service: 'training',
  deadLetters: jetStreamDeadLetters(jetstream(connection, { checkAPI: false })),
  ...tracedWork(registry),
});

/** Behind a model that waited for a person, all later ones of its stream would. */
const neverPark = true;

/** A run that succeeded becomes a model; a model is signed. */
export const openModelProcesses = (base: Foundation) => ({
  modelRegistration: new ProcessRunner({
    ...common(base),
    process: modelRegistrationProcess,
    handlers: { RegisterRunModel: { neverPark, handle: registerRunModel(base) } },
  }),
  modelSigning: new ProcessRunner({
    ...common(base),
    process: modelSigningProcess,
    handlers: { SignArtifact: { neverPark, handle: signArtifact(base) } },
  }),
});

export const openReadyMadeModels = (base: Foundation, { inspector, modelImports: imports }: Models) =>
  new ReadyMadeModels({ ...base, folder: base.readyMadeModels, inspector, imports });
