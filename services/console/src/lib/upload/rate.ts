interface Sample {
  readonly at: number;
  readonly bytes: number;
}

const windowMs = 15_000;

/** Bytes per second over the last while; undefined until that means something. */
export class Rate {
  readonly #samples: Sample[] = [];

  constructor(private readonly now: () => number) {}

  /** `bytes` in all, so far. */
  note(bytes: number): void {
    const at = this.now();
    this.#samples.push({ at, bytes });
    while ((this.#samples[0]?.at ?? at) < at - windowMs) this.#samples.shift();
  }

  /** Begins anew, after a rest. */
  reset(): void {
    this.#samples.length = 0;
  }

  get perSecond(): number | undefined {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (!first || !last || last.at - first.at < 1_000) return undefined;
    return ((last.bytes - first.bytes) * 1_000) / (last.at - first.at);
  }
}
