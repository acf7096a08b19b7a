import { Agent } from 'node:http';

/** Something under way to a replica that can be given up. */
export interface Pending {
  destroy(error: Error): unknown;
}

/** How many probes in a row must fail before what a replica still holds is given up: it is dead, or it stands still. */
const failuresUntilGone = 3;

/** `silent`: it was ready and did not answer the last probe; it may just be busy. */
export type ReplicaState = 'ready' | 'silent' | 'down';

/** One process of a service, as the proxy knows it. */
export class Replica {
  /** Connections are kept: a new one for each request would cost more than the request. */
  readonly agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  readonly #pending = new Set<Pending>();
  #state: ReplicaState = 'down';
  #failures = 0;

  constructor(
    readonly service: string,
    readonly http: URL,
    readonly grpc: URL | undefined,
  ) {}

  get state(): ReplicaState {
    return this.#state;
  }

  get load(): number {
    return this.#pending.size;
  }

  hold(pending: Pending): void {
    this.#pending.add(pending);
  }

  release(pending: Pending): void {
    this.#pending.delete(pending);
  }

  /** It said so itself. */
  says(ready: boolean): void {
    this.#failures = 0;
    this.#state = ready ? 'ready' : 'down';
  }

  /** It refused a connection: nothing is sent there until it answers again. */
  refused(): void {
    this.#state = 'down';
  }

  /** It did not answer a probe. Whoever still waits for it is told. */
  silent(): void {
    this.#failures += 1;
    if (this.#state === 'ready') this.#state = 'silent';
    if (this.#failures < failuresUntilGone) return;
    this.#state = 'down';
    for (const pending of this.#pending) pending.destroy(new Error('the replica does not answer'));
  }

  close(): void {
    this.agent.destroy();
  }
}
