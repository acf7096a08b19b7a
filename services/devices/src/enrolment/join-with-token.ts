import { DomainError, type Clock } from '@tutti/kernel';
import { part, type Aggregates, type Folded } from '@tutti/event-store';
import type { UniqueNames } from '@tutti/service-kit';
import { deviceDecider } from '../device/device.decider';
import type { Description, DeviceState } from '../device/device.state';
import type { DeviceRequest } from '../device/enrol.decider';
import { enrolmentTokenDecider } from '../enrolment-token/enrolment-token.decider';
import type { EnrolmentTokens } from '../enrolment-token/enrolment-tokens';

export interface JoinDependencies {
  readonly aggregates: Aggregates;
  readonly tokens: EnrolmentTokens;
  readonly names: UniqueNames;
  readonly clock: Clock;
}

export interface JoiningDevice {
  readonly id: string;
  readonly before: Folded<DeviceState>;
  readonly request: DeviceRequest;
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof DomainError && error.code === code;

/** A request that a token vouches for goes to the log at once, in one batch with the use of the token. */
export class JoinWithToken {
  constructor(private readonly deps: JoinDependencies) {}

  /**
   * `accepted` when the token accepts by itself, which it does for new serials only; `pending` when a person must
   * answer. `undefined` when the device changed since `before`: look at it anew. Throws the token's refusals.
   */
  async join(device: JoiningDevice, secret: string): Promise<'accepted' | 'pending' | undefined> {
    const tokenId = await this.deps.tokens.identify(secret);
    const token = await this.deps.tokens.state(tokenId);
    const joining = { ...device, request: { ...device.request, enrolmentTokenId: tokenId } };
    const terms = token.status === 'initial' || !token.autoAccept ? undefined : token;
    try {
      if (!terms || device.before.state.status !== 'initial') {
        await this.#write(joining, tokenId);
        return 'pending';
      }
      await this.#register(joining, tokenId, {
        name: device.request.serial,
        site: terms.site,
        tags: terms.tags,
      });
      return 'accepted';
    } catch (error) {
      if (hasCode(error, 'aggregate.stale-version')) return undefined;
      throw error;
    }
  }

  /** Named after its serial; when somebody took that for a name, with a part of its id. */
  async #register(joining: JoiningDevice, tokenId: string, description: Description): Promise<void> {
    try {
      await this.#write(joining, tokenId, description);
    } catch (error) {
      if (!hasCode(error, 'name.taken')) throw error;
      const name = `${description.name.slice(0, 57)}-${joining.id.slice(0, 6)}`;
      await this.#write(joining, tokenId, { ...description, name });
    }
  }

  async #write(
    { id, before, request }: JoiningDevice,
    tokenId: string,
    description?: Description,
  ): Promise<void> {
    const { aggregates, names, clock } = this.deps;
    const again = before.state.status !== 'initial' && before.state.enrolmentTokenId === tokenId;
    const use = { type: 'UseToken', deviceId: id, at: clock.now(), again } as const;
    const ask = description
      ? part(deviceDecider, id, { type: 'RegisterDevice', request, description })
      : part(deviceDecider, id, { type: 'RequestDevice', request });
    const claims = names.change(id, undefined, description?.name);
    await aggregates.handleTogether([ask, part(enrolmentTokenDecider, tokenId, use), ...claims], {
      expectedVersion: before.version,
      metadata: { authId: `device:${id}` },
    });
  }
}
