/** Where no battery keeps the clock, it begins in 1970: an earlier time than this says nothing. */
const firstBelievable = Date.UTC(2020, 0, 1);

export const isBelievable = (at: number): boolean => at >= firstBelievable;

/** Milliseconds; 0 where the time says nothing. */
export const ageOf = (at: number | undefined, now: number): number =>
  at === undefined || !isBelievable(at) ? 0 : Math.max(0, now - at);
