import { DomainError } from '@tutti/kernel';
import { commonErrors } from '@tutti/contracts/common';
import {
  deviceErrors,
  enrolmentProof,
  type EnrolmentAnswer,
  type EnrolmentRequest,
} from '@tutti/contracts/devices';
import { nkeySigned } from '@tutti/service-kit';
import { deviceDecider } from '../device/device.decider';
import { deviceIdOf } from '../device/device-id';
import type { DeviceRequest } from '../device/enrol.decider';
import { JoinWithToken, type JoinDependencies } from './join-with-token';
import { isOwnNonce, type Mac } from './nonce';
import type { PendingRequests } from './pending-requests';
import { standingOf, type Standing } from './standing';

export interface Asked {
  readonly answer: EnrolmentAnswer;
  /** False when this very request was known already. */
  readonly fresh: boolean;
}

export interface AskDependencies extends JoinDependencies {
  readonly pending: PendingRequests;
  readonly keys: Mac;
  readonly workspace: string;
}

/** How often a request is looked at anew after the device changed meanwhile. */
const attempts = 5;

/** A device asks to join the fleet, or asks again. */
export class AskToJoin {
  readonly #withToken: JoinWithToken;

  constructor(private readonly deps: AskDependencies) {
    this.#withToken = new JoinWithToken(deps);
  }

  async ask(body: EnrolmentRequest): Promise<Asked> {
    this.#assertProven(body);
    const { nonce: _nonce, signature: _signature, token, ...request } = body;
    const id = deviceIdOf(this.deps.workspace, request.serial);
    for (let attempt = 0; attempt < attempts; attempt++) {
      const before = await this.deps.aggregates.load(deviceDecider, id, { confirmed: true });
      const standing = standingOf(before.state, request.publicKey);
      if (standing && standing.status !== 'rejected') return { answer: { id, ...standing }, fresh: false };
      if (token === undefined) return this.#wait(id, request);
      const joined = await this.#withToken.join({ id, before, request }, token);
      if (joined) return this.#joined(id, joined);
    }
    throw new DomainError(commonErrors['aggregate.busy'], {
      detail: 'The device asks from several places at once.',
    });
  }

  /** How a request stands, for the device that shows the key; `undefined` when there is none. */
  async standing(id: string, publicKey: string): Promise<Standing | undefined> {
    const { state } = await this.deps.aggregates.load(deviceDecider, id, { confirmed: true });
    const standing = standingOf(state, publicKey);
    if (standing && standing.status !== 'rejected') return standing;
    const waits = (await this.deps.pending.get(id))?.request.publicKey === publicKey;
    return waits ? { status: 'pending', reason: null } : standing;
  }

  #assertProven({ nonce, signature, serial, publicKey }: EnrolmentRequest): void {
    if (!isOwnNonce(this.deps.keys, nonce, this.deps.clock.now()))
      throw new DomainError(deviceErrors['enrolment.nonce-expired'], {
        detail: 'Ask for a challenge and sign that.',
      });
    const proof = enrolmentProof(nonce, serial, publicKey);
    if (!nkeySigned(publicKey, proof, Buffer.from(signature, 'base64url')))
      throw new DomainError(deviceErrors['enrolment.proof-invalid'], {
        detail: 'Sign the proof of nonce, serial and key with the key that you show.',
      });
  }

  async #wait(id: string, request: DeviceRequest): Promise<Asked> {
    const { pending, clock } = this.deps;
    const fresh = (await pending.get(id))?.request.publicKey !== request.publicKey;
    if (fresh) await pending.put(id, { request, requestedAt: clock.now().getTime() });
    return { answer: { id, status: 'pending', reason: null }, fresh };
  }

  /** A token speaks louder than what waited without one. */
  async #joined(id: string, status: 'accepted' | 'pending'): Promise<Asked> {
    const superseded = await this.deps.pending.get(id);
    if (superseded) await this.deps.pending.delete(id, superseded);
    return { answer: { id, status, reason: null }, fresh: true };
  }
}
