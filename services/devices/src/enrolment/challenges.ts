import type { Clock } from '@tutti/kernel';
import { issueNonce, type Mac } from './nonce';

/** Nonces for devices to sign: they prove that a signature is fresh. */
export class Challenges {
  constructor(
    private readonly keys: Mac,
    private readonly clock: Clock,
    private readonly lifeMs: number,
  ) {}

  issue(): { readonly nonce: string; readonly expiresAt: string } {
    const expiresAt = new Date(this.clock.now().getTime() + this.lifeMs);
    return { nonce: issueNonce(this.keys, expiresAt), expiresAt: expiresAt.toISOString() };
  }
}
