import type { Commit } from '@tutti/kernel';

/** Commits that may wait for one slow reader. */
const maxWaiting = 1000;

/** Why nothing more arrives: the reader has to catch up by history, or the log is not the one that it was. */
export type Ending = 'displaced' | 'broken' | 'left';

/** One reader's place at the shared tail: a bounded queue. A reader that falls behind loses its place, not its commits. */
export class Subscription {
  private readonly queue: Commit[] = [];
  private wake: () => void = () => undefined;
  private ending: Ending | undefined;

  constructor(
    /** The log up to here is not in the queue. */
    readonly from: number,
    private readonly leave: () => void,
  ) {}

  get ended(): Ending | undefined {
    return this.ending;
  }

  push(commit: Commit): void {
    if (this.queue.length >= maxWaiting) this.end('displaced');
    else this.queue.push(commit);
    this.wake();
  }

  /** What is queued can still be read. */
  end(ending: Ending): void {
    this.ending ??= ending;
    this.leave();
    this.wake();
  }

  /** The next commit, as soon as there is one; `undefined` once it ended and the queue is empty, or aborted. */
  async next(signal: AbortSignal): Promise<Commit | undefined> {
    while (this.ending === undefined && this.queue.length === 0 && !signal.aborted) await this.change(signal);
    return signal.aborted ? undefined : this.queue.shift();
  }

  private async change(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const wake = (): void => resolve(undefined);
    this.wake = wake;
    signal.addEventListener('abort', wake, { once: true });
    await promise;
    signal.removeEventListener('abort', wake);
  }
}
