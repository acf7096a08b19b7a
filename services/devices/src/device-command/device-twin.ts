import type { KV } from '@nats-io/kv';
import { twinCommands, twinHead, type TwinCommand, type TwinHead } from '@tutti/contracts/devices';
import { type z } from 'zod';

export interface CommandsWish {
  readonly deviceId: string;
  readonly commands: readonly TwinCommand[];
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
  async wish({ deviceId, commands, position }: CommandsWish): Promise<void> {
    const { incarnation } = this;
    const key = `${deviceId}.commands`;
    const { value: known, revision } = await this.#read(key, version);
    const isNews = known?.incarnation !== incarnation || known.position < position;
    if (isNews) await this.#write(key, { incarnation, position, commands }, revision);
    await this.#point(deviceId);
    this.nudge(deviceId);
  }

  /** The head is read before what it points to: whoever comes late cannot turn it back. */
  async #point(deviceId: string): Promise<void> {
    const key = `${deviceId}.head`;
    const head: Found<TwinHead> = await this.#read(key, twinHead);
    const { value } = await this.#read(`${deviceId}.commands`, version);
    const commands = versionText(value);
    if (head.value?.['commands'] === commands) return;
    await this.#write(key, { ...head.value, commands }, head.revision);
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
