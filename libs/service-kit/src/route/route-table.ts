import { type INestApplication, type Type } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { z } from 'zod';
import { type RouteSpec } from './route-spec';
import { routeOf } from './route.decorator';

/** Keys under which Nest keeps what its own decorators say (`@nestjs/common/constants`). */
const pathKey = 'path';
const methodKey = 'method';

/** A route with its place in the application. */
export interface MountedRoute {
  readonly spec: RouteSpec;
  /** Full path, Fastify syntax. */
  readonly path: string;
  readonly controller: Type;
  /** `device.retire`: controller and handler; unique. */
  readonly operationId: string;
}

const join = (prefix: unknown, path: string): string =>
  `/${[typeof prefix === 'string' ? prefix : '', path]
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;

/** What is wrong with a route, in a form for the developer who starts it. */
const faultOf = ({ spec, path }: MountedRoute): string | undefined => {
  const named = [...path.matchAll(/:(\w+)/g)]
    .map(([, name]) => name)
    .sort()
    .join();
  if (
    named !==
    Object.keys(spec.params?.shape ?? {})
      .sort()
      .join()
  )
    return 'its path parameters and `params` differ';
  if (spec.body instanceof z.ZodObject && !(spec.body._zod.def.catchall instanceof z.ZodNever))
    return '`body` must be a strictObject: unknown fields are refused';
  if (spec.body && spec.bytes) return 'it has both `body` and `bytes`';
  return undefined;
};

const baseName = (controller: Type): string => {
  const name = controller.name.replace(/Controller$/, '');
  return name.charAt(0).toLowerCase() + name.slice(1);
};

const routesOf = (controller: Type): readonly MountedRoute[] => {
  const prototype = controller.prototype as Readonly<Record<string, unknown>>;
  const prefix: unknown = Reflect.getMetadata(pathKey, controller);
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = Object.getOwnPropertyDescriptor(prototype, name)?.value as unknown;
    if (typeof handler !== 'function' || Reflect.getMetadata(methodKey, handler) === undefined) return [];
    const spec = routeOf(handler);
    if (!spec)
      throw new Error(`${controller.name}.${name} is a route without @Route: it states no permission.`);
    const operationId = `${baseName(controller)}.${name}`;
    const route = { spec, path: join(prefix, spec.path), controller, operationId };
    const fault = faultOf(route);
    if (fault) throw new Error(`${controller.name}.${name} (${spec.method} ${route.path}): ${fault}.`);
    return [route];
  });
};

const assertUnique = (
  routes: readonly MountedRoute[],
  what: string,
  key: (route: MountedRoute) => string,
): void => {
  const seen = new Set<string>();
  for (const route of routes) {
    if (seen.has(key(route))) throw new Error(`Two routes have the same ${what}: ${key(route)}.`);
    seen.add(key(route));
  }
};

/** All routes of the application. Refuses to start with one that is not fully stated. */
export const mountedRoutes = (app: INestApplication): readonly MountedRoute[] => {
  const controllers = new Set(
    app
      .get(DiscoveryService)
      .getControllers()
      .flatMap(({ metatype }) => (metatype ? [metatype as Type] : [])),
  );
  const routes = [...controllers].flatMap(routesOf);
  assertUnique(routes, 'address', ({ spec, path }) => `${spec.method} ${path.replaceAll(/:\w+/g, ':')}`);
  assertUnique(routes, 'operation id', ({ operationId }) => operationId);
  return routes;
};

/** Methods that some route has at a path, for 405 and `Allow`. */
export const allowedMethods = (routes: readonly MountedRoute[]): ((path: string) => readonly string[]) => {
  const patterns = routes.map(({ spec, path }) => ({
    method: spec.method,
    pattern: new RegExp(`^${path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/:\w+/g, '[^/]+')}$`),
  }));
  return (path) => [
    ...new Set(patterns.flatMap(({ method, pattern }) => (pattern.test(path) ? [method] : []))),
  ];
};
