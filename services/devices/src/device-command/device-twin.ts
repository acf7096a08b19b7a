import type { KV } from '@nats-io/kv';
import {
  twinCommands,
  twinHead,
  type TwinCommands,
  type TwinHead,
  type TwinSettings,
} from '@tutti/contracts/devices';
import { type z } from 'zod';

/** What the keys of a twin that this service writes hold, beside where it comes from. */
interface Contents {
  readonly commands: Pick<TwinCommands, 'commands'>;
  readonly settings: Pick<TwinSettings, 'settings'>;
}

export interface Wish<Key extends keyof Contents> {
  readonly deviceId: string;
  readonly key: Key;
  readonly content: Contents[Key];
  /** Of the event that led to it. */
  readonly position: number;
}

const version = twinCommands.pick({ incarnation: true, position: true });
type Version = z.infer<typeof version>;

interface Found<Value> {
  readonly value: Value | undefined;
  /** 0 when the key was never written. */
  readonly revision: number;
}

/** A device's twin in the bucket `twin`. Keys are written by compare-and-set and never go back. */
export class DeviceTwin {
  constructor(
    private readonly bucket: KV,
    /** Of the log whose positions the wishes carry. */
    private readonly incarnation: string,
    private readonly nudge: (deviceId: string) => void,
  ) {}

  /** Throws when somebody else writes at the same time: try again. */
  async wish<Key extends keyof Contents>({ deviceId, key, content, position }: Wish<Key>): Promise<void> {
    const { incarnation } = this;
    const path = `${deviceId}.${key}`;
    const { value: known, revision } = await this.#read(path, version);
    const isNews = known?.incarnation !== incarnation || known.position < position;
    if (isNews) await this.#write(path, { incarnation, position, ...content }, revision);
    await this.#point(deviceId, key);
    this.nudge(deviceId);
  }

  /** The head is read before what it points to: whoever comes late cannot turn it back. */
  async #point(deviceId: string, key: keyof Contents): Promise<void> {
    const path = `${deviceId}.head`;
    const head: Found<TwinHead> = await this.#read(path, twinHead);
    const { value } = await this.#read(`${deviceId}.${key}`, version);
    const text = versionText(value);
    if (head.value?.[key] === text) return;
    await this.#write(path, { ...head.value, [key]: text }, head.revision);
  }

  async #read<Value>(key: string, schema: z.ZodType<Value>): Promise<Found<Value>> {
    const entry = await this.bucket.get(key);
    if (!entry) return { value: undefined, revision: 0 };
    const value = entry.operation === 'PUT' ? schema.safeParse(parsed(entry.string())).data : undefined;
    return { value, revision: entry.revision };
  }

  async #write(key: string, value: object, revision: number): Promise<void> {
    await this.bucket.put(key, JSON.stringify(value), { previousSeq: revision });
  }
}

const versionText = (value: Version | undefined): string =>
  value ? `${value.incarnation}:${value.position}` : '';

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
