import { issueDeviceJwt } from '@tutti/nats-server';
import type { Clock } from '@tutti/kernel';
import type { DeviceCredentials } from '@tutti/contracts/devices';

export interface CredentialOptions {
  /** Seed of the scoped key that signs devices. */
  readonly signingSeed: string;
  readonly edgeAccount: string;
  /** Where devices reach NATS. */
  readonly natsUrls: readonly string[];
  /** Of the server's certificate: devices take to a new one before the old one ends. */
  readonly authority: () => { readonly bundle: string } | undefined;
  readonly lifeMs: number;
  /** Public keys, PEM, by which devices know this installation's models. */
  readonly modelSigners: readonly string[];
}

/** Passes with which devices connect to NATS. */
export class DeviceCredentialsIssuer {
  constructor(
    private readonly options: CredentialOptions,
    private readonly clock: Clock,
  ) {}

  /** For a device whose request was verified. It renews at two thirds of the pass's life, long before it ends. */
  async issue(deviceId: string, publicKey: string): Promise<DeviceCredentials> {
    const { signingSeed, edgeAccount, natsUrls, lifeMs, modelSigners } = this.options;
    const ca = this.options.authority()?.bundle;
    const now = this.clock.now().getTime();
    const expiresAt = new Date(now + lifeMs);
    const jwt = await issueDeviceJwt({
      deviceId,
      userPublicKey: publicKey,
      expiresAt,
      signingSeed,
      accountPublicKey: edgeAccount,
    });
    const renewAfter = new Date(now + (lifeMs * 2) / 3);
    return {
      deviceId,
      jwt,
      natsUrls: [...natsUrls],
      expiresAt: expiresAt.toISOString(),
      renewAfter: renewAfter.toISOString(),
      ...(ca === undefined ? {} : { ca }),
      ...(modelSigners.length === 0 ? {} : { modelSigners: [...modelSigners] }),
    };
  }
}
