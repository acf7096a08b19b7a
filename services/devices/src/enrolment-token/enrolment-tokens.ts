import { timingSafeEqual } from 'node:crypto';
import { DomainError, type Clock } from '@tutti/kernel';
import { deviceErrors, enrolmentTokenParts } from '@tutti/contracts/devices';
import type { Aggregates, Handled, HandleOptions } from '@tutti/event-store';
import type { PublicEntrance, Vault } from '@tutti/service-kit';
import { enrolmentTokenDecider } from './enrolment-token.decider';
import type { EnrolmentTokenState } from './enrolment-token.state';
import { digestOf, newTokenSecret } from './token-secret';

export interface Terms {
  readonly note?: string | undefined;
  readonly ttlSeconds: number;
  readonly maxUses: number;
  readonly autoAccept: boolean;
  readonly site?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

export interface IssuedToken {
  /** What a device is given: the secret, and by whom it recognises this server. */
  readonly token: string;
  /** Where devices reach this server. */
  readonly urls: readonly string[];
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
    private readonly entrance: PublicEntrance,
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
    const fingerprint = this.entrance.authority()?.fingerprint;
    const token = fingerprint === undefined ? secret : `${secret}_${fingerprint}`;
    return { token, urls: this.entrance.urls(), expiresAt, position, version };
  }

  /** The hash stays, so that whoever still shows the secret is told what happened to it. */
  revoke(id: string, options: HandleOptions): Promise<Handled<EnrolmentTokenState>> {
    return this.aggregates.handle(enrolmentTokenDecider, id, { type: 'RevokeToken' }, options);
  }

  /** Id of the token, whatever fingerprint it carries. Throws `enrolment-token.invalid`. */
  async identify(token: string): Promise<string> {
    const parts = enrolmentTokenParts(token);
    const stored = parts && (await this.vault.get(nameOf(parts.id)));
    if (!parts || !stored || !timingSafeEqual(stored.secret, digestOf(parts.secret)))
      throw new DomainError(deviceErrors['enrolment-token.invalid'], {
        detail: 'It is mistyped. Ask an operator for another token.',
      });
    return parts.id;
  }

  async state(id: string): Promise<EnrolmentTokenState> {
    return (await this.aggregates.load(enrolmentTokenDecider, id, { confirmed: true })).state;
  }
}
