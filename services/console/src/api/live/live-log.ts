import { loggedEvent, type LoggedEvent } from '@tutti/contracts/summary';
import { createStore } from '../../lib/store';
import type { EventPage } from '../events';
import { mergeEvents } from './event-order';

/** What the log needs of the browser. */
export interface LiveHost {
  readonly fetchPage: (query: { readonly after?: number; readonly limit: number }) => Promise<EventPage>;
  readonly open: (after: number) => EventSource;
  /** Calls back after a while; returns how to call it off. */
  readonly later: (ms: number, callback: () => void) => () => void;
  /** True when trying again cannot help: the session is over. */
  readonly isFinal: (error: unknown) => boolean;
}

export type LiveStatus = 'stopped' | 'connecting' | 'live' | 'waiting';

interface LiveState {
  readonly status: LiveStatus;
  /** Newest first, without a gap. */
  readonly events: readonly LoggedEvent[];
}

const kept = 500;
const catchUpLimit = 500;
const firstPage = 50;
/** The server speaks every 15 s. A line that is silent for longer than two of them is dead, though nobody closed it. */
const silentForMs = 35_000;

/**
 * The newest part of the log, live. After any interruption it first reads what it missed as a page (which also renews
 * the session and shows whether the server is there), then streams on from that position.
 */
export class LiveLog {
  readonly state = createStore<LiveState>({ status: 'stopped', events: [] });
  readonly #listeners = new Set<(events: readonly LoggedEvent[]) => void>();
  readonly #gapListeners = new Set<() => void>();
  #position = -1;
  /** Events were missed, and nobody was told yet. */
  #gap = false;
  #source: EventSource | undefined;
  /** Calls off the next attempt, or the look at a silent line. */
  #cancelTimer: (() => void) | undefined;
  #failures = 0;
  /** Grows with every start and stop: answers to an earlier one are ignored. */
  #era = 0;

  constructor(private readonly host: LiveHost) {}

  /** Called with every event that was not known before; not with those of the first page. */
  onEvents(listener: (events: readonly LoggedEvent[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Called when events were missed that nobody will hear of: whatever was read before may be stale. */
  onGap(listener: () => void): () => void {
    this.#gapListeners.add(listener);
    return () => this.#gapListeners.delete(listener);
  }

  /** Starts, or tries again at once. Does nothing while the stream is live. */
  start(): void {
    if (!this.#source) this.restart();
  }

  /** Connects anew even when the stream seems to live: after a sleep it may be dead without knowing. */
  restart(): void {
    this.#halt();
    void this.#connect(this.#era);
  }

  stop(): void {
    this.#halt();
    this.#status('stopped');
  }

  #halt(): void {
    this.#era += 1;
    this.#cancelTimer?.();
    this.#source?.close();
    this.#source = undefined;
  }

  #status(status: LiveStatus): void {
    if (this.state.get().status !== status) this.state.set({ ...this.state.get(), status });
  }

  async #connect(era: number): Promise<void> {
    this.#status('connecting');
    try {
      const page = await this.#missed();
      if (era === this.#era) this.#stream(page, era);
    } catch (error) {
      if (era === this.#era) this.#interrupted(error);
    }
  }

  /** The newest events, or those since the last one seen; a gap of more than a page starts afresh. */
  async #missed(): Promise<EventPage> {
    if (this.#position < 0) return this.host.fetchPage({ limit: firstPage });
    const page = await this.host.fetchPage({ after: this.#position, limit: catchUpLimit });
    if (page.nextPageToken === '') return page;
    this.#forget();
    return this.#missed();
  }

  /** What was known does not join what comes next. */
  #forget(): void {
    this.#position = -1;
    this.#gap = true;
    this.state.set({ ...this.state.get(), events: [] });
  }

  #stream(page: EventPage, era: number): void {
    const first = this.#position < 0;
    this.#add(page.items, !first);
    this.#position = Math.max(this.#position, page.head);
    // Not before: what is read now is no older than where the stream begins.
    if (this.#gap) for (const listener of this.#gapListeners) listener();
    this.#gap = false;
    const source = this.host.open(this.#position);
    this.#source = source;
    this.#listen(source, era);
    source.onopen = () => {
      this.#failures = 0;
      this.#heard(era);
      this.#status('live');
    };
    source.onmessage = ({ data, lastEventId }: MessageEvent<string>) => {
      this.#heard(era);
      this.#add([loggedEvent.parse(JSON.parse(data))], true);
      // Only the last event of a commit bears the position.
      this.#position = Math.max(this.#position, Number(lastEventId));
    };
  }

  #listen(source: EventSource, era: number): void {
    const onceOfThisEra = (then: () => void) => () => {
      if (era !== this.#era) return;
      this.#halt();
      then();
    };
    const again = (): void => void this.#connect(this.#era);
    source.addEventListener('heartbeat', () => this.#heard(era));
    source.addEventListener('expired', onceOfThisEra(again));
    source.addEventListener(
      'resync',
      onceOfThisEra(() => {
        this.#forget();
        again();
      }),
    );
    source.onerror = onceOfThisEra(() => this.#interrupted(undefined));
    this.#heard(era);
  }

  /** Something came: the line is alive, for a while. */
  #heard(era: number): void {
    if (era !== this.#era) return;
    this.#cancelTimer?.();
    this.#cancelTimer = this.host.later(silentForMs, () => {
      if (era === this.#era) this.restart();
    });
  }

  #interrupted(error: unknown): void {
    if (this.host.isFinal(error)) {
      this.stop();
      return;
    }
    this.#status('waiting');
    this.#failures += 1;
    const ms = Math.min(500 * 2 ** this.#failures, 10_000) * (0.5 + Math.random() / 2);
    this.#cancelTimer = this.host.later(ms, () => void this.#connect(this.#era));
  }

  #add(events: readonly LoggedEvent[], tell: boolean): void {
    const { events: known, status } = this.state.get();
    const ids = new Set(known.map(({ id }) => id));
    const fresh = events.filter(({ id }) => !ids.has(id));
    if (fresh.length === 0) return;
    this.state.set({ status, events: mergeEvents(known, fresh, kept) });
    if (tell) for (const listener of this.#listeners) listener(fresh);
  }
}
