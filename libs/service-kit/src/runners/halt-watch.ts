import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Clock } from '@tutti/kernel';
import type { DeadLetters, Logger, RunnerStatus } from '@tutti/runtime';
import { isTelemetry, type ManagedRunner } from './managed-runner';

export interface HaltWatchOptions {
  readonly service: string;
  readonly runners: readonly ManagedRunner[];
  readonly deadLetters: DeadLetters;
  readonly clock: Clock;
  readonly logger: Logger;
}

const everyMs = 5000;

/** Makes known once what halted and waits for a person: whoever looks at no System page hears of it, too. */
export class HaltWatch implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #told = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: HaltWatchOptions) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.look(), everyMs).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  /** What cannot be told now is told at the next look. */
  async look(): Promise<void> {
    for (const runner of this.options.runners) if (!isTelemetry(runner)) await this.#tell(runner.status());
  }

  async #tell({ name, trouble, error }: RunnerStatus): Promise<void> {
    const { service, deadLetters, clock, logger } = this.options;
    const what = trouble && JSON.stringify(trouble);
    if (what === null) this.#told.delete(name);
    if (what === null || this.#told.get(name) === what) return;
    const letter = { service, process: name, instanceId: null, parkedAt: clock.now().toISOString() };
    try {
      await deadLetters.publish({ ...letter, error: error ?? '', failed: null });
      this.#told.set(name, what);
    } catch (err) {
      logger.warn({ name, err }, 'Nobody could be told that this has halted');
    }
  }
}
