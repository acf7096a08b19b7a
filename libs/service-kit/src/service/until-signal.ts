/** Resolves with what tells this process to stop. `disconnect`: whoever started it, over a channel, is gone. */
export const untilSignal = (): Promise<string> =>
  new Promise((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(name, () => resolve(name));
  });
