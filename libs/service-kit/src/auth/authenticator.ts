import type { Type } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';
import type { Access } from '../route/route-spec';
import { type DeviceVerifier, deviceScheme } from './device-verifier';
import type { Principal, TicketPrincipal, UserPrincipal } from './principal';
import { assertNoForgery } from './same-origin';
import { sessionCookieName } from './session-cookie';
import type { TokenVerifier } from './token-verifier';
import type { TicketVerifiers } from '../ticket/ticket-verifiers';

const credentials = (authorization: string | undefined, scheme: string): string | undefined => {
  const [given = '', token, ...rest] = (authorization ?? '').split(' ');
  return given.toLowerCase() === scheme.toLowerCase() && rest.length === 0 && token !== ''
    ? token
    : undefined;
};

const unauthenticated = (detail: string): DomainError =>
  new DomainError(commonErrors['request.unauthenticated'], { detail });

export interface Verifiers {
  readonly tokens: TokenVerifier | undefined;
  readonly tickets: TicketVerifiers | undefined;
  /** Of the module that has the controller. */
  readonly devices: (controller: Type) => DeviceVerifier | undefined;
}

const ticketHints: Readonly<Record<TicketPrincipal['kind'], string>> = {
  trainer: "This route is for trainers: send the job's ticket as `Authorization: Bearer …`.",
  artifact:
    "This route is for devices that fetch a model: send the deployment's ticket as `Authorization: Bearer …`.",
};

/** Finds out who calls. */
export class Authenticator {
  constructor(private readonly verifiers: Verifiers) {}

  /** The principal of a request; undefined on public routes. Throws what the caller is refused with. */
  async identify(
    request: FastifyRequest,
    permission: Access,
    controller: Type,
  ): Promise<Principal | undefined> {
    assertNoForgery(request.method, request.headers);
    if (permission === 'public') return undefined;
    if (permission === 'device') return this.#device(request, this.verifiers.devices(controller));
    if (permission === 'trainer' || permission === 'artifact') return this.#ticket(request, permission);
    return this.#person(credentials(request.headers.authorization, 'Bearer') ?? this.#cookie(request));
  }

  /** The person whose access token `Authorization: Bearer …` bears. */
  bearer(authorization: string | undefined): Promise<UserPrincipal> {
    return this.#person(credentials(authorization, 'Bearer'));
  }

  async #person(token: string | undefined): Promise<UserPrincipal> {
    const { tokens } = this.verifiers;
    if (token === undefined || !tokens)
      throw unauthenticated('Sign in and send the access token as `Authorization: Bearer …`.');
    return tokens.verify(token);
  }

  async #ticket(request: FastifyRequest, kind: TicketPrincipal['kind']): Promise<Principal> {
    const token = credentials(request.headers.authorization, 'Bearer');
    const { tickets } = this.verifiers;
    if (token === undefined || !tickets) throw unauthenticated(ticketHints[kind]);
    return tickets[kind].verify(token);
  }

  #cookie(request: FastifyRequest): string | undefined {
    const cookie = request.cookies[sessionCookieName];
    return request.headers.authorization === undefined && cookie !== '' ? cookie : undefined;
  }

  async #device(request: FastifyRequest, devices: DeviceVerifier | undefined): Promise<Principal> {
    const token = credentials(request.headers.authorization, deviceScheme);
    if (token === undefined || !devices)
      throw unauthenticated(`This route is for devices: send \`Authorization: ${deviceScheme} …\`.`);
    return devices.verify({ token, method: request.method, path: request.url });
  }
}
