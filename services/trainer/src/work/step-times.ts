/** Seconds that each step took, by when it was first heard of. */
export class StepTimes {
  readonly #seconds: Record<string, number> = {};
  readonly #skipped = new Set<string>();
  #step: string;
  #since: number;

  constructor(
    step: string,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#step = step;
    this.#since = now();
  }

  get step(): string {
    return this.#step;
  }

  enter(step: string): void {
    if (step === this.#step) return;
    this.#note();
    this.#step = step;
  }

  /** What was entered only to say that it is left out takes no time. */
  skip(steps: readonly string[]): void {
    for (const step of steps) this.#skipped.add(step);
  }

  seconds(): Readonly<Record<string, number>> {
    this.#note();
    return Object.fromEntries(Object.entries(this.#seconds).filter(([step]) => !this.#skipped.has(step)));
  }

  #note(): void {
    const now = this.now();
    this.#seconds[this.#step] = (this.#seconds[this.#step] ?? 0) + (now - this.#since) / 1000;
    this.#since = now;
  }
}
