import { Kvm, type KV } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { DomainError } from '@tutti/kernel';
import { deviceErrors, hardware, operatingSystem, publicKey, serial } from '@tutti/contracts/devices';
import { z } from 'zod';

const pendingRequest = z.object({
  request: z.object({
    serial,
    publicKey,
    hardware,
    os: operatingSystem,
    agentVersion: z.string(),
    note: z.string().optional(),
  }),
  requestedAt: z.number(),
});

/** A request that no token vouches for: it becomes an event only when a person answers it. */
export type PendingRequest = z.infer<typeof pendingRequest>;

export interface StoredRequest extends PendingRequest {
  readonly revision: number;
}

/** A full bucket is not counted anew for every request that comes. */
const recountMs = 2000;

/**
 * Requests that wait, one per device, in the KV bucket `pending`: bounded in number, bytes and age, so that whoever
 * asks without being asked cannot crowd anything out.
 */
export class PendingRequests {
  #fullUntil = 0;

  private constructor(
    private readonly bucket: KV,
    private readonly most: number,
  ) {}

  static async open(connection: NatsConnection, most: number): Promise<PendingRequests> {
    return new PendingRequests(await new Kvm(connection).open('pending', { allow_direct: true }), most);
  }

  async get(deviceId: string): Promise<StoredRequest | undefined> {
    const entry = await this.bucket.get(deviceId);
    if (entry?.operation !== 'PUT') return undefined;
    const parsed = pendingRequest.safeParse(entry.json());
    return parsed.success ? { ...parsed.data, revision: entry.revision } : undefined;
  }

  /** Takes the place of an earlier request of the same device. Throws `enrolment.too-many-pending`. */
  async put(deviceId: string, pending: PendingRequest): Promise<void> {
    if (await this.#isFull())
      throw new DomainError(deviceErrors['enrolment.too-many-pending'], {
        detail: 'Ask again later, or with an enrolment token.',
      });
    await this.bucket.put(deviceId, JSON.stringify(pending));
  }

  /** Counts in earnest only when the marks that deleted keys leave behind make the bucket look full. */
  async #isFull(): Promise<boolean> {
    if (performance.now() < this.#fullUntil) return true;
    if ((await this.bucket.status()).values < this.most) return false;
    if ((await this.#ids()).length < this.most) return false;
    this.#fullUntil = performance.now() + recountMs;
    return true;
  }

  async #ids(): Promise<readonly string[]> {
    const ids: string[] = [];
    for await (const id of await this.bucket.keys()) ids.push(id);
    return ids;
  }

  /** Forgets a request, unless another one took its place. */
  async delete(deviceId: string, { revision }: Pick<StoredRequest, 'revision'>): Promise<void> {
    const current = await this.bucket.get(deviceId);
    if (current?.revision === revision) await this.bucket.delete(deviceId, { previousSeq: revision });
  }

  async all(): Promise<ReadonlyMap<string, StoredRequest>> {
    const ids = await this.#ids();
    const stored = await Promise.all(ids.map(async (id) => [id, await this.get(id)] as const));
    return new Map(stored.flatMap(([id, request]) => (request ? [[id, request] as const] : [])));
  }
}
