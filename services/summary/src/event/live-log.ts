import type { EventLog } from '@tutti/event-store';
import type { Commit } from '@tutti/kernel';
import { setTimeout as delay } from 'node:timers/promises';
import { commitsOf } from './commits-of';
import { Subscription, type Ending } from './subscription';

const retryMs = 500;

/** What the process says when its tail of the log breaks. */
export type OnBroken = (error: unknown) => void;

/**
 * The process's one tail of the log, shared by everybody who watches it. It begins at the head: history is read by
 * whoever needs it.
 */
export class LiveLog {
  private readonly subscriptions = new Set<Subscription>();
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private position = 0;

  private constructor(
    private readonly log: EventLog,
    private readonly onBroken: OnBroken,
  ) {}

  static async start(log: EventLog, onBroken: OnBroken): Promise<LiveLog> {
    const live = new LiveLog(log, onBroken);
    live.position = await log.lastPosition(['evt.>']);
    live.running = live.run();
    return live;
  }

  get subscribers(): number {
    return this.subscriptions.size;
  }

  /** Everything after `subscription.from` arrives there, until it overflows or is closed. */
  subscribe(): Subscription {
    const subscription = new Subscription(this.position, () => this.subscriptions.delete(subscription));
    this.subscriptions.add(subscription);
    return subscription;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    this.endAll('left');
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        const tail = this.log.tail({ subjects: ['evt.>'], after: this.position, signal });
        for await (const commit of commitsOf(tail)) this.hand(commit);
      } catch (error) {
        this.onBroken(error);
        this.endAll('broken');
        await this.beginAgain(signal);
      }
    }
  }

  /** At the head of the log as it is now, once it can be read. */
  private async beginAgain(signal: AbortSignal): Promise<void> {
    for (;;) {
      await delay(retryMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const head = await this.log.lastPosition(['evt.>']).catch(() => undefined);
      if (head === undefined) continue;
      this.position = head;
      // Whoever came meanwhile waits for what follows an older position: it reads the difference as history.
      this.endAll('displaced');
      return;
    }
  }

  private endAll(ending: Ending): void {
    for (const subscription of this.subscriptions) subscription.end(ending);
  }

  private hand(commit: Commit): void {
    this.position = commit.position;
    for (const subscription of this.subscriptions) subscription.push(commit);
  }
}
