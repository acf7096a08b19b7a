import { z } from 'zod';
import { readPrivate, writePrivate } from '../identity/private-file';

const spent = z.object({
  /** UTC, `2026-01-31`. */
  day: z.string(),
  frames: z.number().int().min(0),
  bytes: z.number().int().min(0),
  /** Pictures given up since the first start. */
  dropped: z.number().int().min(0),
  /** Pictures that the platform has, since the first start. */
  sent: z.number().int().min(0).default(0),
});
type Spent = z.infer<typeof spent>;

export interface Caps {
  readonly perDay: number;
  readonly bytesPerDay: number;
}

export interface DayBudgetOptions {
  readonly path: string;
  readonly now: () => number;
  /** Whether `now` is the platform's time: a machine without a battery wakes up in 1970. */
  readonly sure: () => boolean;
}

const nothing: Spent = { day: '', frames: 0, bytes: 0, dropped: 0, sent: 0 };
/** A file that cannot be read may have said anything: the day's budget counts as spent. */
const unknown: Spent = { day: '', frames: Number.MAX_SAFE_INTEGER, bytes: 0, dropped: 0, sent: 0 };

/** What was chosen today (UTC), on disk before it is chosen: caps hold whatever happens to the program. */
export class DayBudget {
  private constructor(
    private readonly options: DayBudgetOptions,
    private stored: Spent,
  ) {}

  static async open(options: DayBudgetOptions): Promise<DayBudget> {
    const text = await readPrivate(options.path);
    const known = text === undefined ? nothing : parsed(text);
    const stored = known ?? { ...unknown, day: dayOf(options.now()) };
    if (known === undefined) await writePrivate(options.path, JSON.stringify(stored));
    return new DayBudget(options, stored);
  }

  get dropped(): number {
    return this.stored.dropped;
  }

  get sent(): number {
    return this.stored.sent;
  }

  today(): { readonly frames: number; readonly bytes: number } {
    const { frames, bytes } = this.current();
    return { frames: Math.min(frames, mostShown), bytes };
  }

  /** Whether one more picture may be chosen. */
  allows(size: number, { perDay, bytesPerDay }: Caps): boolean {
    const { frames, bytes } = this.current();
    return frames < perDay && bytes + size <= bytesPerDay;
  }

  /** Resolves once it is on disk; rejects when that is not possible. */
  async charge(size: number): Promise<void> {
    const { frames, bytes, ...rest } = this.current();
    const charged = { ...rest, frames: frames + 1, bytes: bytes + size };
    await writePrivate(this.options.path, JSON.stringify(charged));
    this.stored = { ...charged, dropped: this.stored.dropped, sent: this.stored.sent };
  }

  /** Reaches the disk with the next charge. */
  drop(count = 1): void {
    this.stored = { ...this.stored, dropped: this.stored.dropped + count };
  }

  /** Reaches the disk with the next charge. */
  countSent(): void {
    this.stored = { ...this.stored, sent: this.stored.sent + 1 };
  }

  /**
   * A later day begins anew. An earlier one does not: the clock is wrong now, or it was, and only the platform's time
   * tells which. What was spent counts on in any case.
   */
  private current(): Spent {
    const { stored } = this;
    const day = dayOf(this.options.now());
    if (day > stored.day) return (this.stored = { ...stored, day, frames: 0, bytes: 0 });
    if (day < stored.day && this.options.sure()) return (this.stored = { ...stored, day });
    return stored;
  }
}

const mostShown = 100_000;

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

function parsed(text: string): Spent | undefined {
  try {
    return spent.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
