import type { Commit, CommitMetadata } from '@tutti/kernel';

/** Wraps the handling of a batch of commits, for traces. */
export type AroundBatch = <T>(
  consumer: string,
  commits: readonly Commit[],
  work: () => Promise<T>,
) => Promise<T>;

/** Wraps the doing of one command or effect of a process. */
export type AroundEffect = <T>(
  process: string,
  effect: { readonly type: string; readonly metadata: CommitMetadata },
  work: () => Promise<T>,
) => Promise<T>;

/** Wraps the storing of a batch of telemetry; each message may name the trace that it was sent in. */
export type AroundTelemetry = <T>(
  consumer: string,
  batch: { readonly kind: string; readonly traceparents: readonly (string | undefined)[] },
  work: () => Promise<T>,
) => Promise<T>;
