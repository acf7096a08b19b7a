import { Controller, Module, type DynamicModule, type Type } from '@nestjs/common';
import type { NatsConnection } from '@nats-io/transport-node';
import type { BlobStore } from '@tutti/blob-store';
import type { ServiceAbout } from '@tutti/contracts/system';
import { databaseFacts } from '@tutti/database';
import type { Clock } from '@tutti/kernel';
import { visibleLogs, type ServiceName } from '@tutti/nats-server';
import type { Logger } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import { Input } from '../route/input.decorator';
import type { RouteInput } from '../route/route-spec';
import { Route } from '../route/route.decorator';
import { productVersion } from '../service/version';
import * as routes from './about.routes';
import { BlobCount } from './blob-count';
import { logSizes } from './log-sizes';

/** What a service stands on. */
interface Base {
  readonly connection: NatsConnection;
  readonly database: DataSource;
  /** In the namespace of the service's name. */
  readonly blobs?: BlobStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

const tell = async (service: ServiceName, base: Base, blobs?: BlobCount): Promise<ServiceAbout> => {
  const counted = blobs?.newest();
  return {
    version: productVersion,
    node: process.versions.node,
    natsServer: base.connection.info?.version ?? '',
    upSeconds: Math.floor(process.uptime()),
    database: await databaseFacts(base.database),
    logs: [...(await logSizes(base.connection, visibleLogs(service)))],
    blobs:
      counted === undefined ? null : { counted: counted && { ...counted, at: counted.at.toISOString() } },
  };
};

const controllerOf = (service: ServiceName, base: Base): Type => {
  const { blobs } = base;
  const count = blobs && new BlobCount({ ...base, blobs, namespace: service });
  @Controller(`api/v1/services/${service}`)
  class AboutController {
    @Route(routes.about)
    about(@Input() _: RouteInput<typeof routes.about>) {
      return tell(service, base, count);
    }
  }
  Object.defineProperty(AboutController, 'name', { value: `${service}AboutController` });
  return AboutController;
};

/** Where operators see versions and sizes of one service. */
@Module({})
export class AboutModule {
  static of(service: ServiceName, base: Base): DynamicModule {
    return { module: AboutModule, controllers: [controllerOf(service, base)] };
  }
}
