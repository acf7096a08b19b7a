import type { Msg, NatsConnection } from '@nats-io/transport-node';
import {
  isAsNewAs,
  readTwinVersion,
  twinHead,
  twinVersion,
  type TwinVersion,
} from '@tutti/contracts/devices';
import { pause } from '../common/pause';
import { reasonOf } from '../common/reason-of';
import type { Logger } from '../log';

/** Takes what a key of the twin says now. Throws when it makes no sense; it is looked at again then. */
export type TakeWish = (found: unknown) => void | Promise<void>;

export interface SteeringOptions {
  /** By the last name of the key: called with what it holds whenever that has changed. */
  readonly wishes: Readonly<Record<string, TakeWish>>;
  readonly log: Logger;
  /** Between two looks at the twin: without nudges, and at most while nudges arrive. */
  readonly everyMs?: readonly [first: number, longest: number];
}

const usualEveryMs = [30_000, 300_000] as const;
/** A nudge is a knock that anybody may have made: it is answered, but not a thousand times a second. */
const leastMs = 250;
const answerWithinMs = 5000;

interface Look {
  /** There was something new. */
  readonly changed: boolean;
  /** A key was older than the head says: the replica that answered has not heard of it yet. */
  readonly behind: boolean;
}

/** Follows the device's twin: looks at its head when connected, when nudged, and now and then. */
export class Steering {
  /** Versions that were handed on, by key. It never goes back to an older one of the same log. */
  private readonly seen = new Map<string, TwinVersion>();
  private nudges = 0;

  constructor(private readonly options: SteeringOptions) {}

  /** Until the signal aborts. */
  async run(connection: NatsConnection, deviceId: string, signal: AbortSignal): Promise<void> {
    let knocked = new AbortController();
    connection.subscribe(`nudge.${deviceId}`, {
      callback: () => {
        this.nudges++;
        knocked.abort();
      },
    });
    const [first, longest] = this.options.everyMs ?? usualEveryMs;
    let every = first;
    let soon = leastMs;
    while (!signal.aborted) {
      const nudged = knocked.signal.aborted;
      knocked = new AbortController();
      const { changed, behind } = await this.look(connection, deviceId, signal);
      // News that no nudge announced: nudges do not arrive. Otherwise they do, and looking is only to be sure.
      if (changed && !nudged) every = first;
      else if (this.nudges > 0) every = Math.min(every * 2, longest);
      // A nudge comes right behind what it announces: whoever answered may not have heard of that yet.
      const again = behind || (nudged && !changed);
      soon = again ? Math.min(soon * 2, every) : leastMs;
      await pause(leastMs, signal);
      const wait = (again ? soon : every) * (0.75 + Math.random() / 2);
      await pause(wait, AbortSignal.any([signal, knocked.signal]));
    }
  }

  /** One key that cannot be read keeps no other back. */
  private async look(connection: NatsConnection, deviceId: string, signal: AbortSignal): Promise<Look> {
    const said: (keyof Look)[] = [];
    try {
      const head = twinHead.parse((await get(connection, `${deviceId}.head`)) ?? {});
      for (const key of Object.keys(this.options.wishes)) {
        const version = readTwinVersion(head[key]);
        if (!version || isAsNewAs(this.seen.get(key), version)) continue;
        const came = await this.hand(key, version, () => get(connection, `${deviceId}.${key}`));
        if (came instanceof Error) this.complain(came, signal);
        else said.push(came);
      }
    } catch (error) {
      this.complain(error, signal);
    }
    return { changed: said.includes('changed'), behind: said.includes('behind') };
  }

  private async hand(
    key: string,
    wanted: TwinVersion,
    read: () => Promise<unknown>,
  ): Promise<keyof Look | Error> {
    try {
      const found = await read();
      const { data: version } = twinVersion.safeParse(found);
      if (!version || !isAsNewAs(version, wanted)) return 'behind';
      await this.options.wishes[key]?.(found);
      this.seen.set(key, version);
      return 'changed';
    } catch (error) {
      return error instanceof Error ? error : new Error(reasonOf(error));
    }
  }

  private complain(error: unknown, signal: AbortSignal): void {
    if (!signal.aborted)
      this.options.log.warn({ reason: reasonOf(error) }, `The twin cannot be read: ${reasonOf(error)}`);
  }
}

/** A key's JSON; undefined when it was never written. An answer is believed by its subject. */
async function get(connection: NatsConnection, key: string): Promise<unknown> {
  const subject = `$KV.twin.${key}`;
  const answer: Msg = await connection.request(`$JS.API.DIRECT.GET.KV_twin.${subject}`, '', {
    timeout: answerWithinMs,
  });
  if (answer.headers?.code === 404) return undefined;
  if (answer.headers?.get('Nats-Subject') !== subject) throw new Error(`the answer is not about ${subject}`);
  return answer.data.length === 0 ? undefined : answer.json();
}
