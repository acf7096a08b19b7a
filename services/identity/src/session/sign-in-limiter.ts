import { commonErrors } from '@tutti/contracts/common';
import { DomainError, type Clock } from '@tutti/kernel';

interface Attempts {
  failures: number;
  running: number;
  nextAt: number;
  lastAt: number;
}

/** So many may fail before the waiting begins: typing errors cost nobody anything. */
const free = 5;
/** At once; without a bound the failures would be counted too late. */
const maxRunning = 16;
const longestWaitMs = 60_000;
const forgetAfterMs = 15 * 60_000;
const maxKeys = 20_000;

const waitAfter = (failures: number): number =>
  failures < free ? 0 : Math.min(longestWaitMs, 1000 * 2 ** (failures - free));

const refuse = (milliseconds: number): never => {
  const retryAfterSeconds = Math.ceil(milliseconds / 1000);
  throw new DomainError(commonErrors['request.rate-limited'], {
    detail: `Too many failed attempts. Try again in ${retryAfterSeconds} s.`,
    params: { retryAfterSeconds },
  });
};

/**
 * Makes guessing slow: after a few failures the wait doubles up to a minute. Nobody is ever locked out, and where the key
 * holds the address, nobody makes others wait. In memory: each replica counts for itself.
 */
export class SignInLimiter {
  private readonly known = new Map<string, Attempts>();

  constructor(private readonly clock: Clock) {}

  /** Runs one attempt, which failed when it answers `undefined`. Throws `request.rate-limited` instead while it is too early. */
  async attempt<T>(key: string, check: () => Promise<T | undefined>): Promise<T | undefined> {
    const attempts = this.begin(key);
    try {
      const result = await check();
      if (result === undefined) this.failed(attempts);
      else attempts.failures = attempts.nextAt = 0;
      return result;
    } finally {
      attempts.running--;
    }
  }

  private begin(key: string): Attempts {
    const now = this.now();
    const attempts = this.of(key, now);
    if (attempts.nextAt > now) refuse(attempts.nextAt - now);
    if (attempts.running >= maxRunning) refuse(1000);
    attempts.running++;
    attempts.lastAt = now;
    return attempts;
  }

  private of(key: string, now: number): Attempts {
    const known = this.known.get(key);
    const attempts =
      known && now - known.lastAt < forgetAfterMs
        ? known
        : { failures: 0, running: 0, nextAt: 0, lastAt: now };
    // The map keeps the order of insertion: whoever tried last stands last.
    this.known.delete(key);
    this.known.set(key, attempts);
    const oldest = this.known.keys().next();
    if (this.known.size > maxKeys && !oldest.done) this.known.delete(oldest.value);
    return attempts;
  }

  private failed(attempts: Attempts): void {
    attempts.failures++;
    attempts.nextAt = this.now() + waitAfter(attempts.failures);
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
