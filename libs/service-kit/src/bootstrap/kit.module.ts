import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { Clock } from '@tutti/kernel';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { METRICS } from '../observability/metrics';
import { Readiness } from '../observability/readiness';
import { PageTokens } from '../paging/page-tokens';

/** Injection tokens of the application's pino logger and of its clock. */
export const LOGGER = Symbol('LOGGER');
export const CLOCK = Symbol('CLOCK');

export interface KitParts {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly registry: Registry;
  readonly readiness: Readiness;
  readonly pageTokens: PageTokens;
}

/** Around the root module: what every module can have injected. */
@Module({})
export class KitModule {
  static around(root: DynamicModule['imports'], parts: KitParts): DynamicModule {
    const providers = [
      { provide: LOGGER, useValue: parts.logger },
      { provide: CLOCK, useValue: parts.clock },
      { provide: METRICS, useValue: parts.registry },
      { provide: Readiness, useValue: parts.readiness },
      { provide: PageTokens, useValue: parts.pageTokens },
    ];
    const exports = [LOGGER, CLOCK, METRICS, Readiness, PageTokens];
    return {
      module: KitModule,
      global: true,
      imports: [DiscoveryModule, ...(root ?? [])],
      providers,
      exports,
    };
  }
}
