import type { DynamicModule } from '@nestjs/common';
import type { ServiceName } from '@tutti/nats-server';
import type { ObservedRunner } from '../observability/observe-runners';
import type { Foundation } from './foundation';

/** A service that works, and its doors. The module closes the service when it is destroyed. */
export interface OpenService {
  readonly module: DynamicModule;
  readonly runners: readonly ObservedRunner[];
}

/** One bounded context as a process mounts it, alone (`runService`) or beside others. */
export interface Service<Config, Opened extends OpenService = OpenService> {
  readonly name: ServiceName;
  open(foundation: Foundation, config: Config): Promise<Opened>;
}
