import { Delete, Get, Head, HttpCode, Patch, Post, Put, applyDecorators } from '@nestjs/common';
import type { RouteInput, RouteOutput, RouteSpec } from './route-spec';

const routeKey = Symbol('route');
const verbs = { GET: Get, HEAD: Head, POST: Post, PUT: Put, PATCH: Patch, DELETE: Delete } as const;

/** Success status of a route. */
export const successStatus = ({ status, response, produces }: RouteSpec): number =>
  status ?? ((response ?? produces) ? 200 : 204);

type Handler<Spec extends RouteSpec> = (
  input: RouteInput<Spec>,
  ...rest: never[]
) => RouteOutput<Spec> | Promise<RouteOutput<Spec>>;

/** Makes a controller's method a route. A method whose input or output does not fit the spec does not compile. */
export const Route =
  <const Spec extends RouteSpec>(spec: Spec) =>
  <Method extends Handler<Spec>>(
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    if (!descriptor.value) throw new Error(`${key} is not a method.`);
    Reflect.defineMetadata(routeKey, spec, descriptor.value);
    applyDecorators(verbs[spec.method](spec.path), HttpCode(successStatus(spec)))(target, key, descriptor);
  };

export const routeOf = (handler: object): RouteSpec | undefined =>
  Reflect.getMetadata(routeKey, handler) as RouteSpec | undefined;
