/** Telemetry: looked at while it happens. Polling stops while the tab is hidden. */
export const telemetryMs = 2_000;

/** What events invalidate anyway; polled in case that it changes without an event. */
export const slowMs = 10_000;
