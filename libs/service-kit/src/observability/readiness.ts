/** One condition for taking traffic: a connection, a projection that has caught up. */
export interface ReadinessCheck {
  readonly name: string;
  check(): Promise<ReadinessAnswer>;
}

export interface ReadinessAnswer {
  readonly ok: boolean;
  /** Shown to operators: no secrets. */
  readonly detail?: string;
}

export interface ReadinessReport {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, ReadinessAnswer>>;
}

const within = async (check: ReadinessCheck, milliseconds: number): Promise<ReadinessAnswer> => {
  const late = Promise.withResolvers<ReadinessAnswer>();
  const timer = setTimeout(() => {
    late.resolve({ ok: false, detail: `no answer within ${milliseconds} ms` });
  }, milliseconds);
  try {
    return await Promise.race([check.check(), late.promise]);
  } catch {
    return { ok: false, detail: 'the check failed' };
  } finally {
    clearTimeout(timer);
  }
};

/** What the application waits for before it calls itself ready. Inject it and register checks while wiring. */
export class Readiness {
  readonly #checks = new Map<string, ReadinessCheck>();
  #draining = false;

  constructor(private readonly timeoutMs = 2_000) {}

  register(check: ReadinessCheck): void {
    if (this.#checks.has(check.name)) throw new Error(`There are two readiness checks named ${check.name}.`);
    this.#checks.set(check.name, check);
  }

  /** From now on not ready: the service shuts down. */
  drain(): void {
    this.#draining = true;
  }

  async report(): Promise<ReadinessReport> {
    const entries = await Promise.all(
      [...this.#checks.values()].map(
        async (check) => [check.name, await within(check, this.timeoutMs)] as const,
      ),
    );
    return {
      ready: !this.#draining && entries.every(([, { ok }]) => ok),
      checks: Object.fromEntries(entries),
    };
  }
}
