/** Aborts its signal once nothing was heard for so long. */
export class Silence {
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly ms: number) {
    this.broken();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Something was heard. */
  broken(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const reason = `Nothing was heard for ${this.ms / 1000} seconds.`;
      this.#controller.abort(new DOMException(reason, 'TimeoutError'));
    }, this.ms);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
