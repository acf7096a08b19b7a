import type { Registry } from 'prom-client';
import { durationHistogram, type ObserveDuration } from './metrics';

/** How long appends and the handling of batches take (semantic conventions of messaging, 1.44). */
export const messagingMetrics = (registry: Registry) => ({
  published: durationHistogram(registry, {
    name: 'messaging_client_operation_duration_seconds',
    help: 'Time until the log has acknowledged a commit.',
    labels: ['operation', 'destination', 'outcome'],
  }),
  processed: durationHistogram(registry, {
    name: 'messaging_process_duration_seconds',
    help: 'Time in which a projection, a process or an intake took a batch in.',
    labels: ['consumer', 'outcome'],
  }),
});

/** Runs the work and notes how long it took, and whether it threw. */
export const timed = async <Result, Label extends string>(
  observe: ObserveDuration<Label | 'outcome'>,
  labels: Readonly<Record<Label, string>>,
  work: () => Promise<Result>,
): Promise<Result> => {
  const startedAt = performance.now();
  const note = (outcome: 'done' | 'failed'): void => {
    const all = { ...labels, outcome } as Readonly<Record<Label | 'outcome', string>>;
    observe(all, (performance.now() - startedAt) / 1000);
  };
  try {
    const result = await work();
    note('done');
    return result;
  } catch (error) {
    note('failed');
    throw error;
  }
};
