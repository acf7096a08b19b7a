import type { ServiceDefinition } from '@grpc/grpc-js';
import type { z } from 'zod';
import type { Answer } from '../route/answer';
import type { Access, MachineAccess, RouteInput, RouteSpec } from '../route/route-spec';

/** A message without nulls: an absent field is undefined, as it is in a parsed request. */
export type Present<T> = T extends null
  ? undefined
  : T extends readonly (infer Item)[]
    ? readonly Present<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Present<T[Key]> }
      : T;

/** Devices sign HTTP requests, bearers of tickets want bytes: their routes have no gRPC method. */
type SharedSpec = RouteSpec & { readonly permission: Exclude<Access, MachineAccess> };

type Given<Spec, Part extends string> =
  Spec extends Readonly<Record<Part, infer Schema extends z.ZodType>>
    ? Readonly<Record<Part, z.input<Schema>>>
    : unknown;

/** What a message says, in the parts that the route's schemas parse. */
export type RequestParts<Spec> = Given<Spec, 'params'> & Given<Spec, 'query'> & Given<Spec, 'body'>;

type BodyOf<Result> = Result extends Answer<infer Body> ? Body : Result;

type KeyOf<Shape> = Shape extends unknown ? keyof Shape : never;
type At<Shape, Key> = Shape extends unknown ? (Key extends keyof Shape ? Shape[Key] : never) : never;

/** Fields of one shape that another (or any of a union) has not, at any depth; never when there are none. */
type LeftOut<Shape, Other> = Shape extends readonly (infer Item)[]
  ? Other extends readonly (infer OtherItem)[]
    ? LeftOut<Item, OtherItem>
    : never
  : Shape extends object
    ? string extends keyof Shape | (Shape extends Uint8Array ? string : never)
      ? never
      : | Exclude<keyof Shape, KeyOf<Other>>
        | {
            [Key in keyof Shape & KeyOf<Other>]: LeftOut<
              NonNullable<Shape[Key]>,
              NonNullable<At<Other, Key>>
            >;
          }[keyof Shape & KeyOf<Other>]
    : never;

/** Does not compile when something is left out, and says what. */
type Whole<Lost> = [Lost] extends [never] ? unknown : { readonly leftOut: Lost };

/** Fields of a route's parts that no message fills, and fields that a message fills in vain. */
type Unfilled<Spec, Given> = {
  [Part in 'query' | 'body']: Spec extends Readonly<Record<Part, infer Schema extends z.ZodType>>
    ? Part extends keyof Given
      ? LeftOut<z.input<Schema>, Given[Part]> | LeftOut<Given[Part], z.input<Schema>>
      : Part
    : never;
}['query' | 'body'];

interface Mapped<Req, Spec extends RouteSpec, Given, Result> {
  readonly request: (message: Present<Req>) => Given;
  /** What the route's controller does. */
  readonly handle: (input: RouteInput<Spec>, message: Present<Req>) => Result;
}

/** One method, its types forgotten. */
export interface GrpcMethod {
  readonly stream: boolean;
  readonly spec: RouteSpec;
  readonly request: (message: unknown) => Readonly<Partial<Record<'params' | 'query' | 'body', unknown>>>;
  readonly handle: (input: RouteInput<RouteSpec>, message: unknown) => unknown;
  readonly reply: (body: unknown) => unknown;
}

export interface UnaryMethod<Req, Res> extends GrpcMethod {
  readonly stream: false;
  readonly types?: (request: Req) => Res;
}

export interface StreamMethod<Req, Res> extends GrpcMethod {
  readonly stream: true;
  readonly types?: (request: Req) => Res;
}

/**
 * A method that answers as a route of REST does: same input, permission, refusals and, by `handle`, same command. What the
 * route takes and gives, the messages must have.
 */
export const unary = <
  Req,
  Res,
  const Spec extends SharedSpec,
  Result,
  Given extends RequestParts<Spec>,
  Reply extends Res,
>(
  spec: Spec,
  method: Mapped<Req, Spec, Given, Result> & {
    readonly reply: (body: BodyOf<Awaited<Result>>) => Reply;
  } & Whole<Unfilled<Spec, Given> | LeftOut<Reply, Res>>,
): UnaryMethod<Req, Res> => ({ ...(method as unknown as GrpcMethod), stream: false, spec });

/** A method that answers with many messages, only as fast as the client reads. They must end when `input.signal` aborts. */
export const serverStream = <
  Req,
  Res,
  const Spec extends SharedSpec,
  Item,
  Given extends RequestParts<Spec>,
  Reply extends Res,
>(
  spec: Spec,
  method: Mapped<Req, Spec, Given, Promise<AsyncIterable<Item>>> & {
    readonly reply: (item: Item) => Reply;
  } & Whole<LeftOut<Reply, Res>>,
): StreamMethod<Req, Res> => ({ ...(method as unknown as GrpcMethod), stream: true, spec });

interface MethodOf<Req, Res> {
  readonly requestDeserialize: (bytes: Buffer) => Req;
  readonly responseSerialize: (value: Res) => Buffer;
}

type Methods<Definition> = {
  readonly [Name in keyof Definition]: Definition[Name] extends MethodOf<infer Req, infer Res>
    ? Definition[Name] extends { readonly responseStream: true }
      ? StreamMethod<Req, Res>
      : UnaryMethod<Req, Res>
    : never;
};

/** Anything injectable of the application, controllers too. */
export type Resolve = <T>(token: symbol | (abstract new (...args: never[]) => T)) => T;

export interface GrpcService {
  readonly definition: ServiceDefinition;
  readonly methods: (get: Resolve) => Readonly<Record<string, GrpcMethod>>;
}

/** A service of the generated code with a route for each of its methods; one that is missing does not compile. */
export const grpcService = <const Definition extends ServiceDefinition>(
  definition: Definition,
  methods: (get: Resolve) => Methods<Definition>,
): GrpcService => ({
  definition,
  methods: methods,
});

/** Injection token of a module's `GrpcService`s, as a list. */
export const GRPC_SERVICES = Symbol('GRPC_SERVICES');
