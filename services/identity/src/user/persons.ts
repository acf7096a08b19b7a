import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import { Kvm, type KV } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { z } from 'zod';

const person = z.object({ name: z.string() });
/** What identifies a human being. The log has the id only, so deleting this is how somebody is forgotten. */
export type Person = z.infer<typeof person>;

const keyOf = (userId: string): string => `identity.user.${userId}`;

const conflictCodes: readonly number[] = [
  JetStreamApiCodes.StreamWrongLastSequence,
  JetStreamApiCodes.StreamWrongLastSequenceUnknown,
];

const unlessExists = (error: unknown): false => {
  if (error instanceof JetStreamApiError && conflictCodes.includes(error.code)) return false;
  throw error;
};

/** Personal fields of users, in the KV bucket `person`, which keeps no history. */
export class Persons {
  private constructor(private readonly bucket: KV) {}

  static async open(connection: NatsConnection): Promise<Persons> {
    return new Persons(await new Kvm(connection).open('person', { allow_direct: true }));
  }

  async get(userId: string): Promise<Person | undefined> {
    const entry = await this.bucket.get(keyOf(userId));
    return entry?.operation === 'PUT' ? person.parse(entry.json()) : undefined;
  }

  /** The name to show; a forgotten person has none. */
  async nameOf(userId: string): Promise<string> {
    return (await this.get(userId))?.name ?? '(forgotten)';
  }

  /** False when there is one already: it stays. */
  async create(userId: string, value: Person): Promise<boolean> {
    return this.bucket.create(keyOf(userId), JSON.stringify(value)).then(() => true, unlessExists);
  }

  async delete(userId: string): Promise<void> {
    await this.bucket.delete(keyOf(userId));
  }
}
