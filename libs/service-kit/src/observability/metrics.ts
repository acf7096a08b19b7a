import { Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Injection token of the application's prom-client `Registry`: whoever has metrics registers them there. */
export const METRICS = Symbol('METRICS');

export interface RequestMetrics {
  observe(method: string, route: string, status: number, seconds: number): void;
}

/** Buckets of the semantic conventions for `http.server.request.duration` and `rpc.server.call.duration`. */
export const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

export const createRegistry = (): Registry => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
};

/** Durations by route template, never by path: ids would make a series each. */
export const requestMetrics = (registry: Registry): RequestMetrics => {
  const histogram = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: durationBuckets,
    registers: [registry],
  });
  return {
    observe: (method, route, status, seconds) => {
      histogram.observe({ method, route, status: String(status) }, seconds);
    },
  };
};
