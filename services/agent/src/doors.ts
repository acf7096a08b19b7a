import type { AgentConfig } from './config';
import type { ModelManager } from './engine/model-manager';
import { startGrpc } from './grpc/server';
import { Gate } from './http/gate';
import { listen } from './http/listen';
import { createHttpServer } from './http/server';
import { InferenceService } from './inference/inference-service';
import { PictureService } from './inference/picture-service';
import type { Logger } from './log';
import type { Metrics } from './metrics';
import type { Recorder } from './pipeline/recorder';
import type { Platform } from './platform';
import type { Sampler } from './sampler/sampler';
import { agentVersion } from './version';

export interface DoorParts {
  readonly config: AgentConfig;
  readonly models: ModelManager;
  readonly metrics: Metrics;
  readonly recorder: Recorder;
  readonly platform: Platform | undefined;
  readonly sampler: Sampler | undefined;
  readonly log: Logger;
}

/** The APIs through which programs ask for inferences. */
export interface Doors {
  readonly url: string;
  /** `host:port` of the gRPC API; undefined when it is off. */
  readonly grpcAddress: string | undefined;
  close(): Promise<void>;
}

/** Throws when a port belongs to somebody else; then nothing listens. */
export async function openDoors({
  config,
  models,
  metrics,
  recorder,
  platform,
  sampler,
  log,
}: DoorParts): Promise<Doors> {
  const now = platform?.now ?? Date.now;
  const previews = platform?.previews;
  const observer = platform?.deployer;
  const pictures = new PictureService({ models, recorder, previews, sampler, observer, metrics, now });
  const inference = new InferenceService({ models, pictures, metrics });
  const gate = new Gate(config.maxRequests);
  const { agentToken: token, host, grpcPort } = config;
  const shared = { models, inference, metrics, token, gate, agentVersion, log };
  const http = createHttpServer({ ...shared, pictures });
  const url = await listen(http, config);
  try {
    const grpc = grpcPort === undefined ? undefined : await startGrpc({ ...shared, host, port: grpcPort });
    const close = async (): Promise<void> => {
      await Promise.all([http.close(), grpc?.close()]);
    };
    return { url, grpcAddress: grpc?.address, close };
  } catch (error) {
    await http.close();
    throw error;
  }
}
