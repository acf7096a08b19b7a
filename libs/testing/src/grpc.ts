import {
  Client,
  credentials,
  Metadata,
  type MethodDefinition,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { BadRequest, ErrorInfo, RetryInfo } from '@tutti/contracts/gen/google/rpc/error_details';
import { Status } from '@tutti/contracts/gen/google/rpc/status';

/** What a call was refused with. */
export interface GrpcRefusal {
  /** `NOT_FOUND` */
  readonly status: string;
  readonly message: string;
  readonly reason: string | undefined;
  readonly domain: string | undefined;
  /** `code` and `traceId`. */
  readonly info: Readonly<Record<string, string>>;
  readonly violations: readonly { readonly field: string; readonly description: string }[];
  readonly retrySeconds: number | undefined;
}

export interface GrpcAnswer<Body> {
  readonly body: Body;
  readonly position: string | undefined;
  readonly etag: string | undefined;
}

export type GrpcHeaders = Readonly<Record<string, string>>;

const metadataOf = (headers: GrpcHeaders): Metadata => {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  return metadata;
};

/** Reads the details that an error of grpc-js bears. */
export const refusalOf = (error: unknown): GrpcRefusal => {
  const { code, details, metadata } = error as ServiceError;
  const [bytes] = metadata.get('grpc-status-details-bin');
  const found = bytes === undefined ? [] : Status.decode(bytes as Buffer).details;
  const detail = <T>(name: string, decode: (value: Uint8Array) => T): T | undefined => {
    const any = found.find(({ typeUrl }) => typeUrl === `type.googleapis.com/google.rpc.${name}`);
    return any && decode(any.value);
  };
  const info = detail('ErrorInfo', (value) => ErrorInfo.decode(value));
  return {
    status: status[code],
    message: details,
    reason: info?.reason,
    domain: info?.domain,
    info: info?.metadata ?? {},
    violations: detail('BadRequest', (value) => BadRequest.decode(value))?.fieldViolations ?? [],
    retrySeconds: detail('RetryInfo', (value) => RetryInfo.decode(value))?.retryDelay?.seconds,
  };
};

/** A program that calls gRPC, as a user would write one with the generated code: what it wrote, it reads. */
export class GrpcCaller {
  readonly #client: Client;
  /** Of the newest answer. */
  #position = 0;

  /** `address` is host and port. */
  constructor(address: string) {
    this.#client = new Client(address, credentials.createInsecure());
  }

  /** Rejects with the error of grpc-js. */
  async call<Req, Res>(
    method: MethodDefinition<Req, Res>,
    request: NoInfer<Req>,
    headers: GrpcHeaders = {},
    deadlineMs = 15_000,
  ): Promise<GrpcAnswer<Res>> {
    const { promise, resolve, reject } = Promise.withResolvers<Res>();
    const trailers = Promise.withResolvers<Metadata>();
    this.#client
      .makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        metadataOf(this.#seen(headers)),
        { deadline: Date.now() + deadlineMs },
        (error, body) => {
          if (error) reject(error);
          else resolve(body as Res);
        },
      )
      .on('status', ({ metadata }) => {
        trailers.resolve(metadata);
      });
    const body = await promise;
    const metadata = await trailers.promise;
    const only = (name: string): string | undefined => metadata.get(name).map(String)[0];
    const position = only('tutti-position');
    this.#position = Math.max(this.#position, Number(position ?? 0));
    return { body, position, etag: only('etag') };
  }

  /** The same, expected to be refused. */
  async refused<Req, Res>(
    method: MethodDefinition<Req, Res>,
    request: NoInfer<Req>,
    headers: GrpcHeaders = {},
    deadlineMs?: number,
  ): Promise<GrpcRefusal> {
    const answered = await this.call(method, request, headers, deadlineMs).catch(refusalOf);
    if ('status' in answered) return answered;
    throw new Error(`${method.path} was not refused: ${JSON.stringify(answered.body)}`);
  }

  stream<Req, Res>(method: MethodDefinition<Req, Res>, request: NoInfer<Req>, headers: GrpcHeaders = {}) {
    const call = this.#client.makeServerStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      request,
      metadataOf(this.#seen(headers)),
    );
    return new GrpcStream<Res>(call);
  }

  close(): void {
    this.#client.close();
  }

  #seen(headers: GrpcHeaders): GrpcHeaders {
    return this.#position === 0 ? headers : { 'tutti-position': String(this.#position), ...headers };
  }
}

/** A stream of answers, read only as fast as it is asked to. */
export class GrpcStream<Res> {
  readonly #messages: AsyncIterator<Res>;

  constructor(readonly call: ReturnType<Client['makeServerStreamRequest']>) {
    this.#messages = call.iterator({ destroyOnReturn: false }) as AsyncIterator<Res>;
  }

  async take(count: number): Promise<Res[]> {
    const taken: Res[] = [];
    while (taken.length < count) {
      const next = await this.#messages.next();
      if (next.done) throw new Error(`The stream has ended after ${taken.length} of ${count} messages.`);
      taken.push(next.value);
    }
    return taken;
  }

  /** All that is left of one that ends. */
  async rest(): Promise<Res[]> {
    const left: Res[] = [];
    for (;;) {
      const next = await this.#messages.next();
      if (next.done) return left;
      left.push(next.value);
    }
  }

  /** How it ends: undefined for OK. Messages before the end are dropped. */
  async end(): Promise<GrpcRefusal | undefined> {
    try {
      while (!(await this.#messages.next()).done);
      return undefined;
    } catch (error) {
      return refusalOf(error);
    }
  }

  cancel(): void {
    this.call.on('error', () => undefined);
    this.call.cancel();
  }
}
