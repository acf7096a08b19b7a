import type { FastifyRequest } from 'fastify';
import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';
import type { Access } from '../route/route-spec';
import { type Demand, authorise } from './authorise';
import { type DeviceVerifier, deviceScheme } from './device-verifier';
import type { Principal } from './principal';
import { assertNoForgery } from './same-origin';
import { sessionCookieName } from './session-cookie';
import type { TokenVerifier } from './token-verifier';

/** What a route asks of its caller. */
export interface AccessDemand extends Omit<Demand, 'permission'> {
  readonly permission: Access;
}

const credentials = (request: FastifyRequest, scheme: string): string | undefined => {
  const [given = '', token, ...rest] = (request.headers.authorization ?? '').split(' ');
  return given.toLowerCase() === scheme.toLowerCase() && rest.length === 0 && token !== ''
    ? token
    : undefined;
};

const unauthenticated = (detail: string): DomainError =>
  new DomainError(commonErrors['request.unauthenticated'], { detail });

/** Finds out who calls, and whether they may. */
export class Authenticator {
  constructor(
    private readonly tokens: TokenVerifier | undefined,
    private readonly devices: DeviceVerifier | undefined,
  ) {}

  /** The principal of a request; undefined on public routes. Throws what the caller is refused with. */
  async admit(request: FastifyRequest, demand: AccessDemand): Promise<Principal | undefined> {
    assertNoForgery(request.method, request.headers);
    const { permission } = demand;
    if (permission === 'public') return undefined;
    if (permission === 'device') return this.#device(request);
    const token = credentials(request, 'Bearer') ?? this.#cookie(request);
    if (token === undefined || !this.tokens)
      throw unauthenticated('Sign in and send the access token as `Authorization: Bearer …`.');
    const principal = await this.tokens.verify(token);
    authorise(principal, { ...demand, permission });
    return principal;
  }

  #cookie(request: FastifyRequest): string | undefined {
    const cookie = request.cookies[sessionCookieName];
    return request.headers.authorization === undefined && cookie !== '' ? cookie : undefined;
  }

  async #device(request: FastifyRequest): Promise<Principal> {
    const token = credentials(request, deviceScheme);
    if (token === undefined || !this.devices)
      throw unauthenticated(`This route is for devices: send \`Authorization: ${deviceScheme} …\`.`);
    return this.devices.verify({ token, method: request.method, path: request.url });
  }
}
