/**
 * Prepares up to `depth` items while the consumer is busy with an earlier one, and yields them in order as soon as they
 * are ready. `prepare` must not reject.
 */
export async function* prefetch<Item, Prepared>(
  items: AsyncIterable<Item>,
  depth: number,
  prepare: (item: Item) => Promise<Prepared>,
): AsyncGenerator<Prepared, void> {
  const iterator = items[Symbol.asyncIterator]();
  const pull = async (): Promise<{ value: Prepared } | undefined> => {
    const next = await iterator.next();
    return next.done === true ? undefined : { value: await prepare(next.value) };
  };
  const ahead = Array.from({ length: depth }, pull);
  for (let next = await ahead.shift(); next !== undefined; next = await ahead.shift()) {
    ahead.push(pull());
    yield next.value;
  }
}
