import type { Msg, NatsConnection } from '@nats-io/transport-node';
import { twinHead } from '@tutti/contracts/devices';
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

/** Follows the device's twin: looks at its head when connected, when nudged, and now and then. */
export class Steering {
  /** Versions that were handed on, by key. */
  private readonly seen = new Map<string, string>();
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
    while (!signal.aborted) {
      const nudged = knocked.signal.aborted;
      knocked = new AbortController();
      const changed = await this.look(connection, deviceId, signal);
      // News that no nudge announced: nudges do not arrive. Otherwise they do, and looking is only to be sure.
      if (changed && !nudged) every = first;
      else if (this.nudges > 0) every = Math.min(every * 2, longest);
      await pause(leastMs, signal);
      await pause(every * (0.75 + Math.random() / 2), AbortSignal.any([signal, knocked.signal]));
    }
  }

  /** True when there was something new. One key that cannot be read keeps no other back. */
  private async look(connection: NatsConnection, deviceId: string, signal: AbortSignal): Promise<boolean> {
    let changed = false;
    try {
      const head = twinHead.parse((await get(connection, `${deviceId}.head`)) ?? {});
      for (const [key, take] of Object.entries(this.options.wishes)) {
        const version = head[key];
        if (version === undefined || version === this.seen.get(key)) continue;
        const taken = await this.hand(take, () => get(connection, `${deviceId}.${key}`), signal);
        if (taken) this.seen.set(key, version);
        changed ||= taken;
      }
    } catch (error) {
      this.complain(error, signal);
    }
    return changed;
  }

  private async hand(take: TakeWish, read: () => Promise<unknown>, signal: AbortSignal): Promise<boolean> {
    try {
      await take(await read());
      return true;
    } catch (error) {
      this.complain(error, signal);
      return false;
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
