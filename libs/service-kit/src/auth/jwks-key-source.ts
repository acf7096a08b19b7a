import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { Kvm, type KV, type KvWatchEntry } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import type { KeySource } from './key-source';

/** How old the keys may be before they are read again, in the background: withdrawn ones are forgotten. */
const maxAgeMs = 5 * 60_000;

/** Ed25519 public keys only; whatever else stands there verifies nothing. */
const publicKeyOf = (entry: KvWatchEntry): KeyObject | undefined => {
  try {
    const { kty, crv, x } = entry.json<JsonWebKey>();
    return kty === 'OKP' && crv === 'Ed25519' && x !== undefined
      ? createPublicKey({ key: { kty, crv, x }, format: 'jwk' })
      : undefined;
  } catch {
    return undefined;
  }
};

/** Keys of access tokens from the KV bucket `jwks` (key = key id, value = public JWK), where identity puts them. */
export class JwksKeySource implements KeySource {
  private keys: ReadonlyMap<string, KeyObject> = new Map();
  private readAt = Number.NEGATIVE_INFINITY;
  private reading: Promise<void> | undefined;

  private constructor(private readonly bucket: KV) {}

  static async open(connection: NatsConnection): Promise<JwksKeySource> {
    const source = new JwksKeySource(await new Kvm(connection).open('jwks', { allow_direct: true }));
    await source.refresh();
    return source;
  }

  key(kid: string): KeyObject | undefined {
    // While NATS is away the known keys stay good.
    if (performance.now() - this.readAt > maxAgeMs) this.refresh().catch(() => undefined);
    return this.keys.get(kid);
  }

  refresh(): Promise<void> {
    this.reading ??= this.read().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  private async read(): Promise<void> {
    const found = new Map<string, KeyObject>();
    for await (const entry of await this.bucket.history({ key: '>' })) {
      const key = entry.operation === 'PUT' ? publicKeyOf(entry) : undefined;
      if (key) found.set(entry.key, key);
    }
    this.keys = found;
    this.readAt = performance.now();
  }
}
