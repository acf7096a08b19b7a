import type { Clock } from '@tutti/kernel';
import type { Aggregates } from '@tutti/event-store';
import type { DevicePrincipal, DeviceRequest, DeviceVerifier } from '@tutti/service-kit';
import { deviceDecider } from '../device/device.decider';
import { readDeviceToken, tokenRefused } from './device-token';
import type { UsedTokens } from './used-tokens';

/** Only here does a key count that is not (or no longer) a device's: a device asks what became of its request. */
const asksForItsStanding = ({ method, path }: DeviceRequest): boolean =>
  method === 'GET' && /^\/api\/v1\/enrolments\/[a-z2-7]{26}$/.test(path);

/** Judges the tokens that devices sign, against the device as it stands in the log now. */
export class DeviceTokenVerifier implements DeviceVerifier {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly used: UsedTokens,
    private readonly clock: Clock,
  ) {}

  async verify(request: DeviceRequest): Promise<DevicePrincipal> {
    const now = this.clock.now();
    const claims = readDeviceToken(request, now);
    const { iss: id, key: publicKey, sha256, size } = claims;
    if (!asksForItsStanding(request)) {
      await this.#assertRegistered(id, publicKey);
      await this.used.use(claims);
    }
    return { kind: 'device', id, publicKey, body: { sha256, size } };
  }

  async #assertRegistered(id: string, publicKey: string): Promise<void> {
    const { state } = await this.aggregates.load(deviceDecider, id);
    if (state.status !== 'registered' || state.publicKey !== publicKey)
      throw tokenRefused('The device is not registered with this key. Ask how its enrolment stands.');
  }
}
