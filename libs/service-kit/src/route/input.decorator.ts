import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { parseRequest } from './parse-request';
import type { RouteInput, RouteSpec } from './route-spec';
import { routeOf } from './route.decorator';

/** The parsed request, for a parameter of type `RouteInput<typeof spec>`. */
export const Input = createParamDecorator(
  (_: undefined, context: ExecutionContext): RouteInput<RouteSpec> => {
    const spec = routeOf(context.getHandler());
    if (!spec) throw new Error(`${context.getHandler().name} has no @Route.`);
    return parseRequest(context.switchToHttp().getRequest<FastifyRequest>(), spec);
  },
);
