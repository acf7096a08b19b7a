import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';
import type { FastifyRequest } from 'fastify';
import { stateOf } from '../route/request-state';
import { routeOf } from '../route/route.decorator';
import { authorise } from './authorise';
import type { Authenticator } from './authenticator';

/** Denies by default: a handler without a `@Route` is closed to everybody. */
export class AuthGuard implements CanActivate {
  constructor(private readonly authenticator: Authenticator) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const spec = routeOf(context.getHandler());
    if (!spec)
      throw new DomainError(commonErrors['request.forbidden'], { detail: 'The route states no permission.' });
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const principal = await this.authenticator.identify(request, spec.permission, context.getClass());
    if (principal) stateOf(request).principal = principal;
    authorise(principal, spec);
    return true;
  }
}
