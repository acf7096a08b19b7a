import { runCommand } from './run-command';

/** Oldest nats-server that keeps the promises: below it, atomic batches and expectations are dropped silently. */
export const minimumVersion = '2.12.0';

/** First `major.minor.patch` in a text, e.g. of `nats-server: v2.15.1`. */
export const versionIn = (text: string): string | undefined =>
  /\b(\d+\.\d+\.\d+)/.exec(text.replaceAll('v', ' '))?.[1];

/** What `<path> --version` says; `undefined` when that is not a nats-server that runs here. */
export const versionOf = async (path: string): Promise<string | undefined> => {
  const { code, stdout } = await runCommand(path, ['--version'], { timeoutMs: 10_000 });
  return code === 0 && stdout.includes('nats-server') ? versionIn(stdout) : undefined;
};
