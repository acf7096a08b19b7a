/** Runs tasks one after another per key; a task with several keys waits for all of them. */
export class KeyedLock {
  private readonly tails = new Map<string, Promise<unknown>>();

  run<Result>(keys: readonly string[], task: () => Promise<Result>): Promise<Result> {
    const before = Promise.all(keys.flatMap((key) => this.tails.get(key) ?? []));
    const result = before.then(task);
    const tail = result.then(
      () => undefined,
      () => undefined,
    );
    for (const key of keys) this.tails.set(key, tail);
    void tail.then(() => {
      for (const key of keys) if (this.tails.get(key) === tail) this.tails.delete(key);
    });
    return result;
  }
}
