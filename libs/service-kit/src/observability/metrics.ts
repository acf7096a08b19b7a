import { type SpanContext, TraceFlags } from '@opentelemetry/api';
import { Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { currentSpanContext } from './trace-context';

/** Injection token of the application's prom-client `Registry`: whoever has metrics registers them there. */
export const METRICS = Symbol('METRICS');

/** Buckets of the semantic conventions for durations of HTTP, RPC and messaging. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

export const createRegistry = (): Registry => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
};

/** Points from a measured duration to the trace in which it was measured; empty unless somebody keeps that trace. */
const exemplarOf = (context: SpanContext | undefined) =>
  context && (context.traceFlags & TraceFlags.SAMPLED) !== 0
    ? { trace_id: context.traceId, span_id: context.spanId }
    : {};

export interface DurationsOptions<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly Label[];
}

/** `context` is that of the span that was measured, when it is not the current one. */
export type ObserveDuration<Label extends string> = (
  labels: Readonly<Record<Label, string>>,
  seconds: number,
  context?: SpanContext,
) => void;

/** A histogram of durations with exemplars. Services that share a registry share it too. */
export const durationHistogram = <Label extends string>(
  registry: Registry,
  { name, help, labels: labelNames }: DurationsOptions<Label>,
): ObserveDuration<Label> => {
  const known = registry.getSingleMetric(name) as Histogram | undefined;
  const settings = { name, help, labelNames: [...labelNames], buckets, enableExemplars: true };
  // prom-client gives exemplars to OpenMetrics registries only; ours is shown as one on demand (`expose`).
  const histogram = known ?? new Histogram<string>({ ...settings, registers: [] });
  if (!known) registry.registerMetric(histogram);
  return (labels, value, context = currentSpanContext()) => {
    histogram.observe({ labels, value, exemplarLabels: exemplarOf(context) });
  };
};

/** Durations by route template, never by path: ids would make a series each. */
export const requestDurations = (registry: Registry) =>
  durationHistogram(registry, {
    name: 'http_server_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer.',
    labels: ['method', 'route', 'status'],
  });
