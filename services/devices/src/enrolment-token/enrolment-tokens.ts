import { timingSafeEqual } from 'node:crypto';
import { DomainError, type Clock } from '@tutti/kernel';
import { deviceErrors } from '@tutti/contracts/devices';
import type { Aggregates, Handled, HandleOptions } from '@tutti/event-store';
import type { Vault } from '@tutti/service-kit';
import { enrolmentTokenDecider } from './enrolment-token.decider';
import type { EnrolmentTokenState } from './enrolment-token.state';
import { digestOf, newTokenSecret, tokenIdOf } from './token-secret';

export interface Terms {
  readonly note?: string | undefined;
  readonly ttlSeconds: number;
  readonly maxUses: number;
  readonly autoAccept: boolean;
  readonly site?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

export interface IssuedToken {
  readonly secret: string;
  readonly expiresAt: Date;
  readonly position: number;
  readonly version: number;
}

const nameOf = (id: string): string => `devices.enrolment-token.${id}`;

/** Enrolment tokens and their secrets, of which the vault holds hashes. */
export class EnrolmentTokens {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** The secret is in the answer and nowhere else. A repeated command is refused: it cannot be shown again. */
  async issue(
    id: string,
    { ttlSeconds, tags = {}, ...terms }: Terms,
    options: HandleOptions,
  ): Promise<IssuedToken> {
    const expiresAt = new Date(this.clock.now().getTime() + ttlSeconds * 1000);
    const command = { type: 'IssueToken', ...terms, tags, expiresAt: expiresAt.toISOString() } as const;
    const { position, version, appended } = await this.aggregates.handle(
      enrolmentTokenDecider,
      id,
      command,
      options,
    );
    if (!appended)
      throw new DomainError(deviceErrors['enrolment-token.already-issued'], {
        detail:
          'It was shown in the answer to the first request. If that is lost, revoke the token and issue another.',
      });
    const secret = newTokenSecret(id);
    await this.vault.put(nameOf(id), digestOf(secret));
    return { secret, expiresAt, position, version };
  }

  /** The hash stays, so that whoever still shows the secret is told what happened to it. */
  revoke(id: string, options: HandleOptions): Promise<Handled<EnrolmentTokenState>> {
    return this.aggregates.handle(enrolmentTokenDecider, id, { type: 'RevokeToken' }, options);
  }

  /** Id of the token whose secret this is. Throws `enrolment-token.invalid`. */
  async identify(secret: string): Promise<string> {
    const id = tokenIdOf(secret);
    const stored = id === undefined ? undefined : await this.vault.get(nameOf(id));
    if (id === undefined || !stored || !timingSafeEqual(stored.secret, digestOf(secret)))
      throw new DomainError(deviceErrors['enrolment-token.invalid'], {
        detail: 'It is mistyped. Ask an operator for another token.',
      });
    return id;
  }

  async state(id: string): Promise<EnrolmentTokenState> {
    return (await this.aggregates.load(enrolmentTokenDecider, id, { confirmed: true })).state;
  }
}
