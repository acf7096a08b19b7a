import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Clock } from '@tutti/kernel';
import type { DeadLetters, Logger, ProcessReport, ProjectionReport } from '@tutti/runtime';
import {
  isTelemetry,
  type ManagedProcess,
  type ManagedProjection,
  type ManagedRunner,
} from './managed-runner';

export interface HaltWatchOptions {
  readonly service: string;
  readonly runners: readonly ManagedRunner[];
  readonly deadLetters: DeadLetters;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Work that does not move although there is something to take in. */
interface Standing {
  readonly position: number;
  /** At which it was seen, less those that saw nothing wrong with this replica. */
  readonly looks: number;
  readonly error: string;
  readonly told: boolean;
}

const everyMs = 5000;
/** A minute: in an update another replica goes on with what halts here, and what passes is nobody's business. */
const looksBeforeTold = 12;

const unseen = { looks: 0, error: '', told: false };

/** What a look makes of it; nothing where it moves or has all that there is. */
const seen = (
  before: Standing | undefined,
  { position, target, error, trouble }: ProjectionReport | ProcessReport,
): Standing | undefined => {
  const same = before?.position === position ? before : unseen;
  const looks = Math.min(same.looks + (error === null ? -1 : 1), looksBeforeTold);
  // The position in another log says nothing of this one.
  const stands = position < target || trouble?.kind === 'other-log';
  return stands && looks > 0 ? { position, looks, error: error ?? same.error, told: same.told } : undefined;
};

/**
 * Makes known once what stands still and waits for a person: whoever looks at no System page hears of it, too. Told is
 * what the service does not do, not what this replica leaves to others.
 */
export class HaltWatch implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #standing = new Map<string, Standing>();
  #timer: NodeJS.Timeout | undefined;
  #looking = false;

  constructor(private readonly options: HaltWatchOptions) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.look(), everyMs).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  /** What cannot be looked at or told now is at the next look. */
  async look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    for (const runner of this.options.runners) {
      if (isTelemetry(runner)) continue;
      const { name } = runner.status();
      await this.#lookAt(name, runner).catch((err: unknown) =>
        this.options.logger.warn({ name, err }, 'Nobody could be told whether this has halted'),
      );
    }
    this.#looking = false;
  }

  async #lookAt(name: string, runner: ManagedProjection | ManagedProcess): Promise<void> {
    const before = this.#standing.get(name);
    if (!before && runner.status().error === null) return;
    const standing = seen(before, await runner.report());
    if (!standing) return void this.#standing.delete(name);
    this.#standing.set(name, standing);
    if (standing.told || standing.looks < looksBeforeTold) return;
    await this.#tell(name, standing);
    this.#standing.set(name, { ...standing, told: true });
  }

  async #tell(process: string, { position, error }: Standing): Promise<void> {
    const { service, deadLetters, clock } = this.options;
    const parkedAt = clock.now().toISOString();
    await deadLetters.publish({
      service,
      process,
      instanceId: null,
      parkedAt,
      position,
      error,
      failed: null,
    });
  }
}
