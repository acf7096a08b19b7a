export const quarterMs = 900_000;

/** Begin of the quarter of an hour, UTC, in milliseconds since 1970. In every time zone a day begins with one. */
export const quarterOf = (at: number): number => at - (at % quarterMs);

/** What something was before a time. */
export interface Past<State> {
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly was: State;
}

/** What changes more often than that is not known for as long. */
const mostPast = 50;

export const withPast = <State>(
  past: readonly Past<State>[],
  was: State,
  until: number,
): readonly Past<State>[] => [...past, { until, was }].slice(-mostPast);

/** What it was right before a time. */
export const asOf = <State>(now: State, past: readonly Past<State>[], at: number): State =>
  past.find(({ until }) => until >= at)?.was ?? now;
