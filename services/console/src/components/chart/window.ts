/** What a chart looks at. `end` in milliseconds since 1970; null is now, and moves on. */
export interface TimeWindow {
  readonly seconds: number;
  readonly end: number | null;
}

/** Lengths to choose from, in seconds. */
export const presets = [900, 3_600, 21_600, 86_400, 604_800, 2_592_000] as const;

const shortest = 60;
const longest = 400 * 86_400;
const limited = (seconds: number): number => Math.round(Math.min(Math.max(seconds, shortest), longest));

export const liveFor = (seconds: number): TimeWindow => ({ seconds: limited(seconds), end: null });

/** A stretch of the past; one that reaches the present is live. */
export const between = (fromMs: number, toMs: number, now: number): TimeWindow => {
  const seconds = limited((toMs - fromMs) / 1_000);
  return toMs >= now ? { seconds, end: null } : { seconds, end: toMs };
};

/** From and to, in milliseconds. */
export const spanOf = ({ seconds, end }: TimeWindow, now: number): readonly [number, number] => {
  const to = end ?? now;
  return [to - seconds * 1_000, to];
};

/** Earlier (negative) or later, by a share of the window. */
export const panned = (window: TimeWindow, share: number, now: number): TimeWindow => {
  const [from, to] = spanOf(window, now);
  const shift = (to - from) * share;
  return between(from + shift, to + shift, now);
};

/** Closer (below 1) or further: around the middle, or up to now while it is live. */
export const zoomed = (window: TimeWindow, factor: number, now: number): TimeWindow => {
  const [from, to] = spanOf(window, now);
  if (window.end === null) return liveFor(((to - from) * factor) / 1_000);
  const middle = (from + to) / 2;
  const half = ((to - from) * factor) / 2;
  return between(middle - half, middle + half, now);
};

const steps = [
  5, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 14_400, 21_600, 43_200, 86_400,
] as const;

/** Seconds per point, so that about that many stand in the window. */
export const stepFor = ({ seconds }: TimeWindow, points: number): number =>
  steps.find((step) => step >= seconds / points) ?? 86_400;

/** How often a live chart looks again, in milliseconds. */
export const pollFor = (stepSeconds: number): number =>
  Math.min(Math.max((stepSeconds * 1_000) / 8, 2_000), 60_000);

/** What to ask the server for, and the stretch (in seconds) that the answer fills. */
export const askFor = (window: TimeWindow, stepSeconds: number) => {
  const [from, to] = spanOf(window, Date.now());
  return {
    query: { stepSeconds, from: new Date(from).toISOString(), to: new Date(to).toISOString() },
    span: [from / 1_000, to / 1_000] as const,
  };
};
