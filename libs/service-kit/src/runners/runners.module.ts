import { Controller, Inject, Module, type DynamicModule, type Type } from '@nestjs/common';
import { skipCommit, type EventLog } from '@tutti/event-store';
import type { NatsConnection } from '@nats-io/transport-node';
import { jetstream } from '@nats-io/jetstream';
import type { Clock } from '@tutti/kernel';
import { jetStreamDeadLetters, type Logger } from '@tutti/runtime';
import { authIdOf } from '../auth/principal';
import { CLOCK } from '../bootstrap/kit.module';
import { answer } from '../route/answer';
import { Input } from '../route/input.decorator';
import { Route } from '../route/route.decorator';
import type { RouteInput } from '../route/route-spec';
import { HaltWatch } from './halt-watch';
import type { ManagedRunner } from './managed-runner';
import { RunnerDesk } from './runner-desk';
import * as routes from './runners.routes';

/** Paths and operation ids name the service, so that several of them fit into one process and one document. */
const controllerOf = (service: string, desk: RunnerDesk, log: EventLog): Type => {
  @Controller(`api/v1/services/${service}`)
  class RunnersController {
    constructor(@Inject(CLOCK) private readonly clock: Clock) {}

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

    @Route(routes.skip)
    async skip(@Input() { body, metadata }: RouteInput<typeof routes.skip>) {
      const position = await skipCommit(log, { ...body, context: service, time: this.clock.now(), metadata });
      return answer(undefined, { position });
    }
  }
  Object.defineProperty(RunnersController, 'name', { value: `${service}RunnersController` });
  return RunnersController;
};

interface Base {
  readonly log: EventLog;
  readonly connection: NatsConnection;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The doors through which operators see and steer what a service does in the background; what halts calls for them. */
@Module({})
export class RunnersModule {
  static of(service: string, runners: readonly ManagedRunner[], base: Base): DynamicModule {
    const { log, connection, clock, logger } = base;
    const deadLetters = jetStreamDeadLetters(jetstream(connection, { checkAPI: false }));
    const watch = new HaltWatch({ service, runners, deadLetters, clock, logger });
    return {
      module: RunnersModule,
      controllers: [controllerOf(service, new RunnerDesk(runners), log)],
      providers: [{ provide: HaltWatch, useValue: watch }],
    };
  }
}
