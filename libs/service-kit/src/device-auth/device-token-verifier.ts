import type { Clock } from '@tutti/kernel';
import type { DeviceRequest, DeviceVerifier } from '../auth/device-verifier';
import type { DevicePrincipal } from '../auth/principal';
import { readDeviceToken, tokenRefused } from './device-token';
import type { UsedTokens } from './used-tokens';

export interface DeviceTokenVerifierOptions {
  readonly used: UsedTokens;
  readonly clock: Clock;
  /** Whether a device is in the fleet now, and this is its key. */
  readonly isRegistered: (deviceId: string, publicKey: string) => Promise<boolean>;
  /** Where a key counts that is not (or no longer) a device's: nowhere when absent. */
  readonly takesAnyKey?: (request: DeviceRequest) => boolean;
}

/** Judges the tokens that devices sign for one request each. */
export class DeviceTokenVerifier implements DeviceVerifier {
  constructor(private readonly options: DeviceTokenVerifierOptions) {}

  async verify(request: DeviceRequest): Promise<DevicePrincipal> {
    const { used, clock, isRegistered, takesAnyKey } = this.options;
    const claims = readDeviceToken(request, clock.now());
    const { iss: id, key: publicKey, sha256, size } = claims;
    if (takesAnyKey?.(request) !== true) {
      if (!(await isRegistered(id, publicKey)))
        throw tokenRefused('The device is not registered with this key. Ask how its enrolment stands.');
      await used.use(claims);
    }
    return { kind: 'device', id, publicKey, body: { sha256, size } };
  }
}
