import { portions } from '@tutti/kernel';

/** Appends under way: the log takes about so many side by side, and the rest of the service goes on. */
const atOnce = 32;

/** Behind a failure it waits for what is under way: nothing of it may happen behind what follows. */
export const inPortions = async <Item>(
  items: readonly Item[],
  signal: AbortSignal,
  work: (item: Item) => Promise<unknown>,
): Promise<void> => {
  for (const some of portions(items, atOnce)) {
    signal.throwIfAborted();
    const ends = await Promise.allSettled(some.map(work));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }
};
