import type { KV } from '@nats-io/kv';
import type { TwinModels } from '@tutti/contracts/deployment';
import {
  isAsNewAs,
  readTwinVersion,
  twinHead,
  twinVersion,
  twinVersionText,
  type TwinCommands,
  type TwinHead,
  type TwinSettings,
  type TwinVersion,
} from '@tutti/contracts/devices';
import { type z } from 'zod';

/** What the keys of a twin hold, beside where it comes from. */
interface Contents {
  readonly commands: Pick<TwinCommands, 'commands'>;
  readonly settings: Pick<TwinSettings, 'settings'>;
  readonly models: Pick<TwinModels, 'wish'>;
}

/** Of one key: each is written by one service. */
export interface Wish<Key extends keyof Contents> {
  readonly deviceId: string;
  readonly key: Key;
  readonly content: Contents[Key];
  /** Of the event that led to it. */
  readonly position: number;
}

interface Found<Value> {
  readonly value: Value | undefined;
  /** 0 when the key was never written. */
  readonly revision: number;
}

/**
 * A device's twin in the bucket `twin`. Keys are written by compare-and-set and never go back. What is read may be old:
 * any replica answers.
 */
export class DeviceTwin {
  constructor(
    private readonly bucket: Pick<KV, 'get' | 'put'>,
    /** Of the log whose positions the wishes carry. */
    private readonly incarnation: string,
    private readonly nudge: (deviceId: string) => void,
  ) {}

  /** Throws when somebody else writes at the same time: try again. */
  async wish<Key extends keyof Contents>({ deviceId, key, content, position }: Wish<Key>): Promise<void> {
    const { incarnation } = this;
    const path = `${deviceId}.${key}`;
    let known = await this.#read(path, twinVersion);
    if (!isAsNewAs(known.value, { incarnation, position })) {
      const revision = await this.#write(path, { incarnation, position, ...content }, known.revision);
      known = { value: { incarnation, position }, revision };
    }
    await this.#point(deviceId, key, known);
    this.nudge(deviceId);
  }

  /** The head is read before what it points to: whoever comes late cannot turn it back. */
  async #point(deviceId: string, key: keyof Contents, known: Found<TwinVersion>): Promise<void> {
    const path = `${deviceId}.head`;
    const head: Found<TwinHead> = await this.#read(path, twinHead);
    const found = await this.#read(`${deviceId}.${key}`, twinVersion);
    const { value } = found.revision > known.revision ? found : known;
    if (!value || isAsNewAs(readTwinVersion(head.value?.[key]), value)) return;
    await this.#write(path, { ...head.value, [key]: twinVersionText(value) }, head.revision);
  }

  async #read<Value>(key: string, schema: z.ZodType<Value>): Promise<Found<Value>> {
    const entry = await this.bucket.get(key);
    if (!entry) return { value: undefined, revision: 0 };
    const value = entry.operation === 'PUT' ? schema.safeParse(parsed(entry.string())).data : undefined;
    return { value, revision: entry.revision };
  }

  /** Answers with the revision that it wrote. */
  #write(key: string, value: object, revision: number): Promise<number> {
    return this.bucket.put(key, JSON.stringify(value), { previousSeq: revision });
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
