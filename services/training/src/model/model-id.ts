import { aggregateIdFrom } from '@tutti/service-kit';

/** The model that a run leaves, if it succeeds. */
export const modelIdOfRun = (runId: string): string => aggregateIdFrom(`model of run ${runId}`);

/** The model that an upload becomes. */
export const modelIdOfUpload = (uploadId: string): string =>
  aggregateIdFrom(`model of upload ${uploadId.replaceAll(':', '-')}`);

/** A model that comes with Tutti, by the digest of its bytes. */
export const modelIdOfReadyMade = (sha256: string): string => aggregateIdFrom(`ready-made model ${sha256}`);

/** What its file is called where people keep it. */
export const artifactName = (model: { readonly name: string; readonly modelVersion: string }): string =>
  `${model.name}-${model.modelVersion}.onnx`;
