import type { EventLog, TailBatch, TailOptions } from '@tutti/event-store';

/** The tail of a log, which reads the next batch while the one before is worked on. */
export async function* readAhead(log: EventLog, options: TailOptions): AsyncGenerator<TailBatch> {
  const ending = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  const batches = log.tail({ ...options, signal })[Symbol.asyncIterator]();
  const ask = (): Promise<IteratorResult<TailBatch, unknown>> => {
    const next = batches.next();
    next.catch(() => undefined); // It is thrown in its turn, after what stands before it.
    return next;
  };
  let next = ask();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = ask();
      yield value;
    }
  } finally {
    ending.abort();
    await batches.return?.();
  }
}
