/** A list in pieces of at most so many, for whoever asks of many with one statement or request, and not of all. */
export function* portions<T>(all: readonly T[], size: number): Generator<readonly T[], void> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size);
}
