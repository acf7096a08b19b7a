/** Telemetry: looked at while it happens. Polling stops while the tab is hidden. */
export const telemetryMs = 2_000;

/** What events invalidate anyway; polled in case that it changes without an event. */
export const slowMs = 10_000;

/** A list is read again page by page: the more of them, the less often. */
export const listMs = (ms: number, pages: number): number => ms * Math.max(1, pages);
