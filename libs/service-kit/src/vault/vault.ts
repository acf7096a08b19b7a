import { createHmac } from 'node:crypto';
import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import { Kvm, type KV } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { base32 } from './base32';
import { seal, unseal } from './seal';
import type { VaultKeys } from './vault-keys';

export interface Secret {
  readonly secret: Buffer;
  /** For `replace`: another one means that somebody else wrote in between. */
  readonly revision: number;
}

const conflictCodes: readonly number[] = [
  JetStreamApiCodes.StreamWrongLastSequence,
  JetStreamApiCodes.StreamWrongLastSequenceUnknown,
];

const unlessConflict = (error: unknown): false => {
  if (error instanceof JetStreamApiError && conflictCodes.includes(error.code)) return false;
  throw error;
};

/**
 * Secrets in the KV bucket `vault`, sealed before they leave the process. Names begin with the owning context:
 * `identity.password.<user id>`. A secret that is deleted is gone, the bucket keeps no history.
 */
export class Vault {
  private constructor(
    private readonly bucket: KV,
    private readonly keys: VaultKeys,
  ) {}

  static async open(connection: NatsConnection, keys: VaultKeys): Promise<Vault> {
    return new Vault(await new Kvm(connection).open('vault', { allow_direct: true }), keys);
  }

  /** Rejects with `VaultUnreadable` when the key file is another one or the entry was tampered with. */
  async get(name: string): Promise<Secret | undefined> {
    const entry = await this.bucket.get(name);
    if (entry?.operation !== 'PUT') return undefined;
    return { secret: unseal(this.keys, name, entry.value), revision: entry.revision };
  }

  async put(name: string, secret: Uint8Array): Promise<void> {
    await this.bucket.put(name, seal(this.keys, name, secret));
  }

  /** False when there is one already: it stays. */
  async create(name: string, secret: Uint8Array): Promise<boolean> {
    return this.bucket.create(name, seal(this.keys, name, secret)).then(() => true, unlessConflict);
  }

  /** False when it was changed since `revision`: it stays as it is. */
  async replace(name: string, secret: Uint8Array, revision: number): Promise<boolean> {
    const sealed = seal(this.keys, name, secret);
    return this.bucket.update(name, sealed, revision).then(() => true, unlessConflict);
  }

  async delete(name: string): Promise<void> {
    await this.bucket.delete(name);
  }

  /**
   * Keyed hash (HMAC-SHA256, base32, 52 characters) of a value that must not stand in the log but be recognised there,
   * a name or a token. `purpose` keeps hashes for different ends apart.
   */
  mac(purpose: string, value: string): string {
    const oldest = this.keys.at(-1) ?? this.keys[0];
    return base32(createHmac('sha256', oldest.mac).update(`${purpose}\0${value}`).digest());
  }
}
