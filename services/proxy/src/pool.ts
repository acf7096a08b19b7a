import { setTimeout as delay } from 'node:timers/promises';
import type { Json } from '@tutti/service-kit';
import type { Upstreams } from './config';
import { Replica } from './replica';
import { RouteTable } from './route-table';

const probeEveryMs = 250;
/** One that takes longer to say that it is ready is not. */
const probeWithinMs = 1000;

/** The replicas of all services: which of them are ready, and what their services answer to. */
export class Pool {
  readonly #replicas: readonly Replica[];
  readonly #documents = new Map<string, Json>();
  readonly #stopping = new AbortController();
  #routes = new RouteTable(new Map());
  #turn = 0;
  #running: readonly Promise<void>[] = [];

  constructor(upstreams: Upstreams) {
    this.#replicas = Object.entries(upstreams).flatMap(([service, addresses]) =>
      addresses.map(
        ({ http, grpc }) =>
          new Replica(service, new URL(http), grpc === undefined ? undefined : new URL(grpc)),
      ),
    );
  }

  get services(): ReadonlySet<string> {
    return new Set(this.#replicas.map(({ service }) => service));
  }

  /** Every service has described itself: what is not in the routes is nowhere. */
  get complete(): boolean {
    return this.#documents.size === this.services.size;
  }

  get routes(): RouteTable {
    return this.#routes;
  }

  get documents(): readonly Json[] {
    return [...this.#documents.values()];
  }

  isReady(service: string): boolean {
    return this.#replicas.some((replica) => replica.service === service && replica.state === 'ready');
  }

  /** The ready replica that has least to do, in turn where that is undecided; one that is silent where none is ready. */
  pick(service: string, except: ReadonlySet<Replica>): Replica | undefined {
    const own = this.#replicas.filter((replica) => replica.service === service && !except.has(replica));
    const ready = own.filter(({ state }) => state === 'ready');
    const able = ready.length > 0 ? ready : own.filter(({ state }) => state === 'silent');
    const least = Math.min(...able.map(({ load }) => load));
    const idle = able.filter(({ load }) => load === least);
    return idle[this.#turn++ % Math.max(1, idle.length)];
  }

  start(): void {
    this.#running = this.#replicas.map((replica) => this.#watch(replica));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#running);
    for (const replica of this.#replicas) replica.close();
  }

  async #watch(replica: Replica): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.#probe(replica);
      await delay(probeEveryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #probe(replica: Replica): Promise<void> {
    const ask = (path: string): Promise<Response> =>
      fetch(new URL(path, replica.http), {
        signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(probeWithinMs)]),
      });
    try {
      const answer = await ask('/readyz');
      await answer.body?.cancel();
      if (answer.ok && replica.state !== 'ready') await this.#learn(replica, await ask('/api/openapi.json'));
      replica.says(answer.ok);
    } catch {
      replica.silent();
    }
  }

  /** Another release may answer to more. */
  async #learn({ service }: Replica, answer: Response): Promise<void> {
    this.#documents.set(service, (await answer.json()) as Json);
    this.#routes = new RouteTable(this.#documents);
  }
}
