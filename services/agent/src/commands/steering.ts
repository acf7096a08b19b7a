import type { Msg, NatsConnection } from '@nats-io/transport-node';
import { twinCommands, twinHead } from '@tutti/contracts/devices';
import { pause } from '../common/pause';
import { reasonOf } from '../common/reason-of';
import type { Logger } from '../log';

export interface SteeringOptions {
  /** Called with the open commands whenever they have changed. */
  readonly onCommands: (commands: readonly unknown[]) => void;
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
  /** Version of the commands that were handed on. */
  private seen: string | undefined;
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

  /** True when there was something new. */
  private async look(connection: NatsConnection, deviceId: string, signal: AbortSignal): Promise<boolean> {
    try {
      const head = twinHead.parse((await get(connection, `${deviceId}.head`)) ?? {});
      const version = head['commands'];
      if (version === undefined || version === this.seen) return false;
      const found = await get(connection, `${deviceId}.commands`);
      const { commands } = twinCommands.parse(found);
      this.seen = version;
      this.options.onCommands(commands);
      return true;
    } catch (error) {
      if (!signal.aborted)
        this.options.log.warn({ reason: reasonOf(error) }, `The twin cannot be read: ${reasonOf(error)}`);
      return false;
    }
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
