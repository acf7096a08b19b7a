/** What a durable consumer and its stream look like at one moment, as the server tells it. */
export interface ConsumerView {
  /** The server's time. */
  readonly at: Date;
  /** Delivered so far, counting repeats. */
  readonly delivered: number;
  /** Matching messages that were not delivered yet. */
  readonly pending: number;
  readonly unacknowledged: number;
  /** Stream sequence up to which everything that matches is acknowledged. */
  readonly acknowledged: number;
  /** Oldest message that the stream still has. */
  readonly firstSequence: number;
}

/** Telemetry that was discarded before it was read; `messages` is null when only its limits are known. */
export interface Gap {
  readonly noticedAt: Date;
  readonly messages: number | null;
}

/** Follows how far a consumer has come and what it missed. */
export class TelemetryWatch {
  #marks: { readonly sequence: number; readonly at: Date }[] = [];
  #watermark: Date | null = null;
  #matching: number | undefined;
  #lag: number | null = null;

  /** Everything that matches and that the server stored up to then is in the tables; null before the first look. */
  get watermark(): Date | null {
    return this.#watermark;
  }

  /** Messages that are stored and not yet in the tables. */
  get lag(): number | null {
    return this.#lag;
  }

  stored(sequence: number, at: Date): void {
    this.#marks.push({ sequence, at });
  }

  /** Before the first message of a run. At the first one: what the stream lost since the last acknowledgement. */
  begin(view: ConsumerView): Gap | undefined {
    const isFirst = this.#lag === null;
    this.#marks = [];
    // A consumer that was made anew counts from the start.
    if (view.delivered === 0) this.#matching = undefined;
    const gap = this.look(view);
    const unread = view.acknowledged > 0 && view.firstSequence > view.acknowledged + 1;
    return isFirst && unread ? { noticedAt: view.at, messages: null } : gap;
  }

  /** Delivered and pending together never shrink, unless the stream discarded what was pending. */
  look(view: ConsumerView): Gap | undefined {
    const matching = view.delivered + view.pending;
    const lost = (this.#matching ?? matching) - matching;
    this.#matching = matching;
    this.#lag = view.pending + view.unacknowledged;
    this.#advance(view);
    return lost > 0 ? { noticedAt: view.at, messages: lost } : undefined;
  }

  #advance(view: ConsumerView): void {
    const passed = this.#marks.filter(({ sequence }) => sequence <= view.acknowledged);
    this.#marks = this.#marks.filter(({ sequence }) => sequence > view.acknowledged);
    const to = this.#lag === 0 ? view.at : passed.at(-1)?.at;
    if (to && (!this.#watermark || to > this.#watermark)) this.#watermark = to;
  }
}
