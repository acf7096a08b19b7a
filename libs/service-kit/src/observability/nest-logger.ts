import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

type Line = readonly unknown[];

/** Nest's own lines through pino: its start-up chatter at debug, its warnings and errors as such. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: Line): void {
    this.logger.debug({ context: rest.at(-1) }, String(message));
  }

  debug(message: unknown, ...rest: Line): void {
    this.logger.trace({ context: rest.at(-1) }, String(message));
  }

  verbose(message: unknown, ...rest: Line): void {
    this.logger.trace({ context: rest.at(-1) }, String(message));
  }

  warn(message: unknown, ...rest: Line): void {
    this.logger.warn({ context: rest.at(-1) }, String(message));
  }

  error(message: unknown, ...rest: Line): void {
    const err = message instanceof Error ? message : undefined;
    this.logger.error({ context: rest.at(-1), err, stack: err ? undefined : rest[0] }, String(message));
  }

  fatal(message: unknown, ...rest: Line): void {
    this.logger.fatal({ context: rest.at(-1) }, String(message));
  }
}
