import { setTimeout as delay } from 'node:timers/promises';
import { type Server, type ServerWritableStream, status } from '@grpc/grpc-js';
import {
  HealthCheckResponse_ServingStatus as ServingStatus,
  HealthService,
  type HealthCheckRequest,
  type HealthCheckResponse,
  type HealthServer,
} from '@tutti/contracts/gen/grpc/health/v1/health';
import type { Readiness } from '../observability/readiness';

const askAgainMs = 1_000;
/** Each asks once a second. */
const maxWatchers = 100;

export interface HealthOptions {
  readonly readiness: Readiness;
  /** Full names of the services that are served, beside '' for the server as a whole. */
  readonly services: readonly string[];
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal;
}

/** `grpc.health.v1`: SERVING when the application is ready. All services of a process are ready together. */
export const addHealth = (server: Server, { readiness, services, stopping }: HealthOptions): void => {
  const known = new Set(['', ...services]);
  let watchers = 0;
  const statusNow = async (): Promise<ServingStatus> =>
    (await readiness.report()).ready ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;

  const watch = async (
    call: ServerWritableStream<HealthCheckRequest, HealthCheckResponse>,
    signal: AbortSignal,
  ): Promise<void> => {
    let last: ServingStatus | undefined;
    for (;;) {
      const now = known.has(call.request.service) ? await statusNow() : ServingStatus.SERVICE_UNKNOWN;
      if (now !== last) call.write({ status: now });
      last = now;
      if (signal.aborted) return;
      await delay(askAgainMs, undefined, { signal }).catch(() => undefined);
      if (call.cancelled) return;
    }
  };

  const implementation: HealthServer = {
    check: ({ request }, answer) => {
      if (!known.has(request.service))
        answer({ code: status.NOT_FOUND, details: 'There is no such service here.' });
      else
        void statusNow().then((now) => {
          answer(null, { status: now });
        });
    },
    watch: (call) => {
      if (watchers >= maxWatchers) {
        call.emit('error', { code: status.RESOURCE_EXHAUSTED, details: 'Too many watchers.' });
        return;
      }
      watchers++;
      const left = new AbortController();
      call.once('cancelled', () => {
        left.abort();
      });
      void watch(call, AbortSignal.any([left.signal, stopping])).finally(() => {
        watchers--;
        call.end();
      });
    },
  };
  server.addService(HealthService, implementation);
};
