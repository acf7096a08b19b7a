import { commonErrors } from '@tutti/contracts/common';
import { DomainError, type FieldFault } from '@tutti/kernel';
import { authIdOf } from '../auth/principal';
import { parseIfMatch } from '../route/conditional';
import { commandIdOf } from '../route/idempotency';
import { metadataOf, parsePart, refuse } from '../route/parse-part';
import { parsePosition, positionHeader } from '../route/position';
import type { RequestState } from '../route/request-state';
import type { RouteInput, RouteSpec } from '../route/route-spec';
import { type Call, headerOf } from './grpc-call';
import type { GrpcMethod } from './grpc-service';
import { present } from './present';

/** Stands for a message that cannot be decoded: grpc-js itself would call that an internal error. */
export class Undecodable {}

/** Where the method's route stands in REST. */
export interface Place {
  /** Full path, Fastify syntax. */
  readonly path: string;
}

/** A key used over REST and over gRPC is one key: the same request is the same command. */
const pathOf = ({ path }: Place, params: unknown): string =>
  path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String((params as Readonly<Record<string, unknown>> | undefined)?.[name])),
  );

const parseParts = (method: GrpcMethod, message: unknown) => {
  const { spec } = method;
  const given = method.request(message);
  const faults: FieldFault[] = [];
  const parts = {
    params: parsePart(spec.params, given.params, '', faults),
    query: parsePart(spec.query, given.query, '', faults),
    body: parsePart(spec.body, given.body, '', faults),
  };
  if (faults.length > 0) refuse(faults);
  return parts;
};

/** The request of a call as its handler wants it; what is a header in REST is metadata of the same name. */
export const parseCall = (
  call: Call,
  method: GrpcMethod & Place,
  { state, address }: { readonly state: RequestState; readonly address: string },
): { readonly input: RouteInput<RouteSpec>; readonly message: unknown } => {
  if (call.request instanceof Undecodable)
    throw new DomainError(commonErrors['request.invalid'], {
      detail: 'The message cannot be decoded, or holds a number beyond 2^53 or a time beyond the year 9999.',
    });
  const message = present(call.request);
  const { spec } = method;
  const parts = parseParts(method, message);
  const scope = {
    principal: state.principal ? authIdOf(state.principal) : 'public',
    method: spec.method,
    path: pathOf(method, parts.params),
    body: parts.body,
  };
  const input = {
    ...parts,
    principal: state.principal,
    ifMatch: parseIfMatch(headerOf(call.metadata, 'if-match'), spec.ifMatch),
    commandId: spec.command ? commandIdOf(headerOf(call.metadata, 'idempotency-key'), scope) : undefined,
    position: parsePosition(headerOf(call.metadata, positionHeader)),
    lastEventId: undefined,
    metadata: metadataOf(state),
    cookies: {},
    address,
    signal: state.abort.signal,
  };
  return { input: input as RouteInput<RouteSpec>, message };
};
