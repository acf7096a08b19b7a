/**
 * Results in the order of their sources, with at most `width` under way: for pictures, as many as there are cores
 * (`availableParallelism()`), since each is decoded by one thread, and so that no more than these are held in memory. The
 * first failure ends it, as does a consumer that stops; what is under way then is waited for.
 */
export async function* mapAtOnce<T, R>(
  source: AsyncIterable<T>,
  width: number,
  work: (value: T) => Promise<R>,
): AsyncGenerator<R, void, undefined> {
  const running: Promise<R>[] = [];
  try {
    for await (const value of source) {
      const result = work(value);
      // It is awaited in its turn; until then a failure is nobody's.
      result.catch(() => undefined);
      running.push(result);
      if (running.length >= width) yield* first(running);
    }
    while (running.length > 0) yield* first(running);
  } finally {
    await Promise.allSettled(running);
  }
}

async function* first<R>(running: Promise<R>[]): AsyncGenerator<R, void, undefined> {
  const [result] = running.splice(0, 1);
  if (result !== undefined) yield await result;
}
