import type { Readable } from 'node:stream';
import type { Permission } from '@tutti/contracts/identity';
import type { CommitMetadata, ErrorDefinition } from '@tutti/kernel';
import type { z } from 'zod';
import type {
  ArtifactPrincipal,
  DevicePrincipal,
  Principal,
  TicketPrincipal,
  TrainerPrincipal,
  UserPrincipal,
} from '../auth/principal';
import type { Answer, Bytes } from './answer';

/** Callers that sign for themselves or bear a ticket, and have no session. */
export type MachineAccess = 'device' | TicketPrincipal['kind'];

/**
 * Who may call: anybody, a device that signs, a trainer or a device with a ticket, any session, or sessions with one
 * permission.
 */
export type Access = 'public' | MachineAccess | 'signed-in' | Permission;

const machines: ReadonlySet<string> = new Set<MachineAccess>(['device', 'trainer', 'artifact']);

export const isForMachines = (access: Access): access is MachineAccess => machines.has(access);

/** A body that is not JSON. It reaches the handler as a stream that fails beyond `maxBytes`. */
export interface BytesBody {
  readonly types: readonly string[];
  readonly maxBytes: number;
}

/** All there is to say about a route, once: the guard, the parser, the answer and OpenAPI read it. */
export interface RouteSpec {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the controller's path, Fastify syntax: `:id`. */
  readonly path: string;
  readonly permission: Access;
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Headers of the request beyond those that the fields below bring, by their names in lower case. */
  readonly headers?: z.ZodObject;
  /** JSON. Objects must be strict: unknown fields are refused. */
  readonly body?: z.ZodType;
  readonly bytes?: BytesBody;
  /** Body of the answer. It is parsed on its way out: fields that are not in the schema never leave. */
  readonly response?: z.ZodType;
  /**
   * Media type when the answer is bytes or a stream: `image/jpeg`, `text/event-stream`. Beside `response` the handler
   * gives one or the other, as the caller's `Accept` asks.
   */
  readonly produces?: string;
  /** Success status; 200, or 204 when the route has neither `response` nor `produces`. */
  readonly status?: number;
  /** Changes something: accepts `Idempotency-Key`, answers `Tutti-Position`. */
  readonly command?: true;
  /** Demands `If-Match` with the aggregate's version; `optional`: what is not there yet has none. */
  readonly ifMatch?: true | 'optional';
  /** Open to a session that must change its password. */
  readonly duringPasswordChange?: true;
  /** Refusals beyond those that follow from the fields above. */
  readonly errors?: readonly ErrorDefinition[];
}

/** Keeps the literal types of a route for `RouteInput`. */
export const defineRoute = <const Spec extends RouteSpec>(spec: Spec): Spec => spec;

type Parsed<Spec, Part extends string> =
  Spec extends Readonly<Record<Part, infer Schema extends z.ZodType>> ? z.output<Schema> : undefined;

type CallerOf<Spec> = Spec extends { readonly permission: 'public' }
  ? Principal | undefined
  : Spec extends { readonly permission: 'device' }
    ? DevicePrincipal
    : Spec extends { readonly permission: 'trainer' }
      ? TrainerPrincipal
      : Spec extends { readonly permission: 'artifact' }
        ? ArtifactPrincipal
        : UserPrincipal;

/** One request, parsed: what a handler receives. */
export interface RouteInput<Spec extends RouteSpec> {
  readonly params: Parsed<Spec, 'params'>;
  readonly query: Parsed<Spec, 'query'>;
  readonly headers: Parsed<Spec, 'headers'>;
  readonly body: Spec extends { readonly bytes: BytesBody } ? Readable : Parsed<Spec, 'body'>;
  readonly principal: CallerOf<Spec>;
  /** Version that the caller saw. */
  readonly ifMatch: Spec extends { readonly ifMatch: true }
    ? number
    : Spec extends { readonly ifMatch: 'optional' }
      ? number | undefined
      : undefined;
  /** `<hash of principal, route and Idempotency-Key>:<fingerprint of the body>`; undefined without the header. */
  readonly commandId: string | undefined;
  /** Position that a read must have seen; 0 when the caller does not care. */
  readonly position: number;
  /** `Last-Event-ID` of a stream that is resumed. */
  readonly lastEventId: number | undefined;
  /** For the commit: who, and in which trace. */
  readonly metadata: CommitMetadata;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  /** Address of the peer, for rate limits. */
  readonly address: string;
  /** Aborts when the caller is gone or the service shuts down: ends streams. */
  readonly signal: AbortSignal;
}

type Deep<T> = T extends readonly (infer Item)[]
  ? readonly Deep<Item>[]
  : T extends Readonly<Record<string, unknown>>
    ? { readonly [Key in keyof T]: Deep<T[Key]> }
    : T;

type AnyBodyOf<Spec> =
  | (Spec extends { readonly response: infer Schema extends z.ZodType } ? Deep<z.input<Schema>> : never)
  | (Spec extends { readonly produces: string } ? Bytes : never);

type BodyOf<Spec> = [AnyBodyOf<Spec>] extends [never] ? undefined : AnyBodyOf<Spec>;

/** What a handler may return. */
export type RouteOutput<Spec extends RouteSpec> =
  BodyOf<Spec> | Answer<BodyOf<Spec>> | (undefined extends BodyOf<Spec> ? void : never);
