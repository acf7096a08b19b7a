import { logVerbosity, Server, ServerCredentials, setLogVerbosity } from '@grpc/grpc-js';
import { PortTaken } from '../http/listen';
import { bodyLimit } from '../inference/picture-service';
import { GRPCInferenceServiceService } from './gen/inference/v2/grpc_inference';
import { type GuardOptions, guard } from './guard';
import { type InferenceCallParts, inferenceCalls } from './inference-calls';

export interface GrpcOptions extends GuardOptions, InferenceCallParts {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

export interface RunningGrpc {
  /** `host:port`. */
  readonly address: string;
  /** Lets calls under way end, for a moment. */
  close(): Promise<void>;
}

const patienceMs = 2000;

/** Listens. Throws `PortTaken`. */
export async function startGrpc(options: GrpcOptions): Promise<RunningGrpc> {
  const { host, port } = options;
  // What it has to say comes as an error, which is said once.
  setLogVerbosity(logVerbosity.NONE);
  const server = new Server({
    'grpc.max_receive_message_length': bodyLimit,
    'grpc.max_concurrent_streams': 100,
    interceptors: [guard(options)],
  });
  server.addService(GRPCInferenceServiceService, inferenceCalls(options));
  const name = host.includes(':') ? `[${host}]` : host;
  const actual = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${name}:${port}`, ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  }).catch((error: unknown) => {
    server.forceShutdown();
    throw new PortTaken(`gRPC cannot listen on ${name}:${port}: choose another port with --grpc-port.`, {
      cause: error,
    });
  });
  return { address: `${name}:${actual}`, close: () => shutDown(server) };
}

async function shutDown(server: Server): Promise<void> {
  const force = setTimeout(() => server.forceShutdown(), patienceMs);
  await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
  clearTimeout(force);
}
