import { DomainError } from '@tutti/kernel';
import { deviceErrors, fingerprintOf } from '@tutti/contracts/devices';
import { part, type Aggregates, type Handled, type HandleOptions } from '@tutti/event-store';
import type { NamePart, UniqueNames } from '@tutti/service-kit';
import type { DescriptionChange } from '../device/describe.decider';
import { deviceDecider, type DeviceCommand } from '../device/device.decider';
import { isInFleet, waitingKey, type DeviceState } from '../device/device.state';
import type { DeviceRequest } from '../device/enrol.decider';
import type { EnrolmentTokens } from '../enrolment-token/enrolment-tokens';
import type { PendingRequests, StoredRequest } from './pending-requests';

export interface AnswerDependencies {
  readonly aggregates: Aggregates;
  readonly tokens: EnrolmentTokens;
  readonly pending: PendingRequests;
  readonly names: UniqueNames;
}

/** The request that a person means, and where it waits. */
interface Meant {
  readonly state: DeviceState;
  readonly version: number;
  /** Empty when nothing waits: then the decider says why, or knows the command from before. */
  readonly publicKey: string;
  /** Given when it waits outside the log. */
  readonly request?: DeviceRequest;
  readonly stored?: StoredRequest | undefined;
}

/** A person accepts or rejects a request. */
export class AnswerRequest {
  constructor(private readonly deps: AnswerDependencies) {}

  async accept(
    id: string,
    { keyFingerprint, ...given }: DescriptionChange & { readonly keyFingerprint: string },
    options: HandleOptions,
  ): Promise<Handled<unknown>> {
    const meant = await this.#meant(id, keyFingerprint);
    const change = await this.#withTerms(meant, given);
    const { publicKey, request, state } = meant;
    const before = isInFleet(state) ? state.description.name : undefined;
    const names = publicKey === '' ? [] : this.deps.names.change(id, before, change.name ?? before);
    const guarded = names.length > 0 ? { ...options, expectedVersion: meant.version } : options;
    const command = { type: 'AcceptDevice', publicKey, request, change } as const;
    return this.#answer(id, meant, command, { options: guarded, names });
  }

  async reject(
    id: string,
    {
      keyFingerprint,
      reason,
    }: { readonly keyFingerprint?: string | undefined; readonly reason?: string | undefined },
    options: HandleOptions,
  ): Promise<Handled<unknown>> {
    const meant = await this.#meant(id, keyFingerprint);
    const { publicKey, request } = meant;
    return this.#answer(
      id,
      meant,
      { type: 'RejectDevice', publicKey, request, reason },
      { options, names: [] },
    );
  }

  async #answer(
    id: string,
    { stored }: Meant,
    command: DeviceCommand,
    { options, names }: { options: HandleOptions; names: readonly NamePart[] },
  ): Promise<Handled<unknown>> {
    const [handled] = await this.deps.aggregates.handleTogether(
      [part(deviceDecider, id, command), ...names],
      options,
    );
    if (stored) await this.deps.pending.delete(id, stored);
    if (!handled) throw new Error('handleTogether answered for no part');
    return handled;
  }

  /** Without a fingerprint: the newest request. */
  async #meant(id: string, fingerprint: string | undefined): Promise<Meant> {
    const { state, version } = await this.deps.aggregates.load(deviceDecider, id, { confirmed: true });
    const stored = await this.deps.pending.get(id);
    const isMeant = (key: string | undefined): key is string =>
      key !== undefined && (fingerprint === undefined || fingerprintOf(key) === fingerprint);
    const outside = stored?.request.publicKey;
    if (stored && isMeant(outside))
      return { state, version, publicKey: outside, request: stored.request, stored };
    const inside = waitingKey(state)?.publicKey;
    if (isMeant(inside)) return { state, version, publicKey: inside };
    if (outside ?? inside)
      throw new DomainError(deviceErrors['enrolment.request-changed'], {
        detail: 'Another key asks now. Look at the request again before you answer it.',
      });
    return { state, version, publicKey: '' };
  }

  /** A new device is named, and gets what its token says where the person says nothing. */
  async #withTerms({ state, request }: Meant, given: DescriptionChange): Promise<DescriptionChange> {
    if (isInFleet(state)) return given;
    if (state.status === 'initial') return { name: request?.serial, ...given };
    if (request || state.enrolmentTokenId === undefined) return { name: state.serial, ...given };
    const token = await this.deps.tokens.state(state.enrolmentTokenId);
    const { site, tags } = token.status === 'initial' ? { site: undefined, tags: {} } : token;
    return { name: state.serial, site, ...given, tags: { ...tags, ...given.tags } };
  }
}
