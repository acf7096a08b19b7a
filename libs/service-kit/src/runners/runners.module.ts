import { Controller, Module, type DynamicModule, type Type } from '@nestjs/common';
import { authIdOf } from '../auth/principal';
import { Input } from '../route/input.decorator';
import { Route } from '../route/route.decorator';
import type { RouteInput } from '../route/route-spec';
import type { ManagedRunner } from './managed-runner';
import { RunnerDesk } from './runner-desk';
import * as routes from './runners.routes';

/** Paths and operation ids name the service, so that several of them fit into one process and one document. */
const controllerOf = (service: string, desk: RunnerDesk): Type => {
  @Controller(`api/v1/services/${service}`)
  class RunnersController {
    @Route(routes.list)
    runners(@Input() _: RouteInput<typeof routes.list>) {
      return desk.list();
    }

    @Route(routes.rebuild)
    rebuild(@Input() { params, principal }: RouteInput<typeof routes.rebuild>) {
      return desk.rebuild(params.name, authIdOf(principal));
    }

    @Route(routes.cancelRebuild)
    cancelRebuild(@Input() { params }: RouteInput<typeof routes.cancelRebuild>) {
      return desk.cancelRebuild(params.name);
    }

    @Route(routes.parked)
    async parked(@Input() { params }: RouteInput<typeof routes.parked>) {
      return { items: await desk.parked(params.name) };
    }

    @Route(routes.resume)
    resume(@Input() { params }: RouteInput<typeof routes.resume>) {
      return desk.resume(params.name, params.instance);
    }

    @Route(routes.adopt)
    adopt(@Input() { params, body }: RouteInput<typeof routes.adopt>) {
      return desk.adopt(params.name, body.position);
    }
  }
  Object.defineProperty(RunnersController, 'name', { value: `${service}RunnersController` });
  return RunnersController;
};

/** The doors through which operators see and steer what a service does in the background. */
@Module({})
export class RunnersModule {
  static of(service: string, runners: readonly ManagedRunner[]): DynamicModule {
    const controller = controllerOf(service, new RunnerDesk(runners));
    return { module: RunnersModule, controllers: [controller] };
  }
}
