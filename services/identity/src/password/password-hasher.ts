import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { formatPhc, parsePhc, type Cost } from './phc';
import { WorkQueue, type WorkLimits } from './work-queue';

/** OWASP's minimum for Argon2id (Password Storage Cheat Sheet). */
export const defaultCost: Cost = { memory: 19_456, passes: 2, parallelism: 1 };

/** Each hash takes its memory and a thread of libuv's pool, which files and DNS need too. */
const defaultLimits: WorkLimits = { concurrent: 2, waiting: 64 };

const saltLength = 16;
const hashLength = 32;

const derive = promisify(argon2);

export interface Verification {
  readonly matches: boolean;
  /** Matches, but was made at another cost than today's: hash it anew. */
  readonly outdated: boolean;
}

/** Argon2id, a bounded number at a time. Rejects with `request.rate-limited` when too many wait. */
export class PasswordHasher {
  private readonly queue: WorkQueue;
  private readonly nobody: string;

  constructor(
    private readonly cost: Cost = defaultCost,
    limits: WorkLimits = defaultLimits,
  ) {
    this.queue = new WorkQueue(limits);
    this.nobody = formatPhc({ cost, salt: randomBytes(saltLength), hash: randomBytes(hashLength) });
  }

  /** A PHC string with a salt of its own. */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(saltLength);
    return formatPhc({ cost: this.cost, salt, hash: await this.derive(password, salt, this.cost) });
  }

  /** Does the same work when there is no hash, so that the time does not tell who exists. */
  async verify(password: string, phc: string | undefined): Promise<Verification> {
    const { cost, salt, hash } = parsePhc(phc ?? this.nobody);
    const matches = timingSafeEqual(await this.derive(password, salt, cost), hash);
    return { matches: matches && phc !== undefined, outdated: matches && !this.isCurrent(cost) };
  }

  private derive(password: string, nonce: Buffer, cost: Cost): Promise<Buffer> {
    return this.queue.run(() =>
      derive('argon2id', { message: password, nonce, tagLength: hashLength, ...cost }),
    );
  }

  private isCurrent({ memory, passes, parallelism }: Cost): boolean {
    return (
      memory === this.cost.memory && passes === this.cost.passes && parallelism === this.cost.parallelism
    );
  }
}
