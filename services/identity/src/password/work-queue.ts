import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';

export interface WorkLimits {
  readonly concurrent: number;
  /** How many may wait for their turn; the next one is refused. */
  readonly waiting: number;
}

/** Runs expensive work, a few at a time, in the order of asking. */
export class WorkQueue {
  private readonly turns: (() => void)[] = [];
  private running = 0;

  constructor(private readonly limits: WorkLimits) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.turn();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private async turn(): Promise<void> {
    if (this.running < this.limits.concurrent) {
      this.running++;
      return;
    }
    if (this.turns.length >= this.limits.waiting)
      throw new DomainError(commonErrors['request.rate-limited'], {
        detail: 'Too many sign-ins at once. Try again in a moment.',
        params: { retryAfterSeconds: 2 },
      });
    await new Promise<void>((resolve) => this.turns.push(resolve));
  }

  /** The place goes to whoever waits longest, without ever being free. */
  private leave(): void {
    const next = this.turns.shift();
    if (next) next();
    else this.running--;
  }
}
