import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import type { DescMethod } from '@bufbuild/protobuf';
import { refusalOf, type GrpcRefusal } from '@tutti/testing';

export interface GrpcCall {
  readonly method: DescMethod;
  readonly bytes: Buffer;
  readonly metadata: readonly (readonly [string, string])[];
}

const withinMs = 10_000;
/** Events go on for ever; every other stream ends. */
const isEndless = ({ name }: DescMethod): boolean => name === 'WatchEvents';
const streamMs = 150;

const pathOf = ({ parent, name }: DescMethod): string => `/${parent.typeName}/${name}`;
const same = (bytes: Buffer): Buffer => bytes;

const metadataOf = (pairs: GrpcCall['metadata']): Metadata => {
  const metadata = new Metadata();
  for (const [name, value] of pairs) metadata.set(name, value);
  return metadata;
};

/** Sends bytes as they are; answers with the refusal, or undefined. */
export class RawGrpcCaller {
  readonly #client: Client;

  constructor(address: string) {
    this.#client = new Client(address, credentials.createInsecure());
  }

  send(call: GrpcCall): Promise<GrpcRefusal | undefined> {
    return call.method.methodKind === 'unary' ? this.#unary(call) : this.#stream(call);
  }

  close(): void {
    this.#client.close();
  }

  #unary({ method, bytes, metadata }: GrpcCall): Promise<GrpcRefusal | undefined> {
    const { promise, resolve } = Promise.withResolvers<GrpcRefusal | undefined>();
    const options = { deadline: Date.now() + withinMs };
    const done = (error: ServiceError | null): void => {
      resolve(error ? refusalOf(error) : undefined);
    };
    this.#client.makeUnaryRequest(pathOf(method), same, same, bytes, metadataOf(metadata), options, done);
    return promise;
  }

  #stream({ method, bytes, metadata }: GrpcCall): Promise<GrpcRefusal | undefined> {
    const { promise, resolve } = Promise.withResolvers<GrpcRefusal | undefined>();
    const call = this.#client.makeServerStreamRequest(
      pathOf(method),
      same,
      same,
      bytes,
      metadataOf(metadata),
      { deadline: Date.now() + withinMs },
    );
    const leave = setTimeout(
      () => {
        call.cancel();
      },
      isEndless(method) ? streamMs : withinMs,
    );
    call.on('data', () => {
      call.cancel();
    });
    call.on('error', (error: ServiceError) => {
      clearTimeout(leave);
      resolve(error.code === status.CANCELLED ? undefined : refusalOf(error));
    });
    return promise;
  }
}
