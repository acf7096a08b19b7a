import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { summaryErrors } from '@tutti/contracts/summary';
import { DomainError, type Clock } from '@tutti/kernel';
import { RateLimiter, type Vault } from '@tutti/service-kit';
import { workspaceIdOf } from './workspace-id.state';

/** 192 random bits: nobody guesses them, so a fast hash keeps them. */
const keyBytes = 24;
const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest();
const entryOf = (name: string): string => `summary.workspace-key.${workspaceIdOf(name)}`;

/** Wrong keys that one address may show at once, and how fast they are forgiven. */
const guesses = { capacity: 20, refillPerSecond: 0.2 };

const wrong = (): DomainError =>
  new DomainError(summaryErrors['workspace.key-wrong'], {
    detail: 'Send the key that was shown when the workspace was added: `Authorization: Bearer …`.',
  });

/** What other installations push with; the vault has digests. */
export class WorkspaceKeys {
  readonly #limiter: RateLimiter;

  constructor(
    private readonly vault: Vault,
    clock: Clock,
  ) {
    this.#limiter = new RateLimiter(guesses, clock);
  }

  /** The one from before is worth nothing any more. */
  async renew(name: string): Promise<string> {
    const key = `twk_${randomBytes(keyBytes).toString('base64url')}`;
    await this.vault.put(entryOf(name), digestOf(key));
    return key;
  }

  withdraw(name: string): Promise<void> {
    return this.vault.delete(entryOf(name));
  }

  /** Throws `workspace.key-wrong`, in the same way whether there is such a workspace or not. */
  async assertKeyOf(name: string, authorization: string | undefined, address: string): Promise<void> {
    this.#limiter.take(address);
    const [scheme = '', key = ''] = (authorization ?? '').split(' ');
    const stored = await this.vault.get(entryOf(name));
    const isRight = timingSafeEqual(stored?.secret ?? Buffer.alloc(32), digestOf(key));
    if (!stored || !isRight || scheme.toLowerCase() !== 'bearer') throw wrong();
    this.#limiter.giveBack(address, 1);
  }
}
