import { existsSync } from 'node:fs';
import { ConfigError } from '@tutti/service-kit';

/** A system that was started, as its program sees it. */
export interface RunningSystem {
  /** Resolves with the reason when something that it cannot go on without has ended. */
  readonly failed: Promise<string>;
  stop(): Promise<void>;
}

export interface Program {
  /** As a person types it. */
  readonly command: string;
  /** Has the traces of what goes wrong. */
  readonly logFile: string;
}

/** Runs a system until a signal, or until something that it cannot go on without has ended; then the process ends. */
export const runSystem = async (program: Program, start: () => Promise<RunningSystem>): Promise<void> => {
  const signals = firstSignal();
  let system: RunningSystem | undefined;
  try {
    system = await start();
    const why = await Promise.race([signals, system.failed]);
    console.log(why === 'signal' ? '\nStopping …' : `\nStopping: ${why}`);
    if (why !== 'signal') process.exitCode = 1;
  } catch (error) {
    console.error(explain(error, program));
    process.exitCode = 1;
  }
  await system?.stop();
  if (system && process.exitCode !== 1)
    console.log(`Stopped. Nothing is lost: \`${program.command}\` goes on from here.`);
  process.exit();
};

/** A terminal and npm both pass Ctrl-C on: what comes within this time of the first is the same key stroke. */
const sameKeyStrokeMs = 1000;

/** The first Ctrl-C stops in good order; a second one ends at once. */
const firstSignal = (): Promise<'signal'> =>
  new Promise((resolve) => {
    let askedAt: number | undefined;
    const onSignal = (): void => {
      if (askedAt !== undefined && performance.now() - askedAt > sameKeyStrokeMs) process.exit(130);
      askedAt ??= performance.now();
      resolve('signal');
    };
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
    // Started by another program with a channel: when that program is gone, so are we.
    if (process.connected) process.once('disconnect', onSignal);
  });

/** A person is told what is wrong; where in the code that was noticed is in the log file. */
const explain = (error: unknown, { command, logFile }: Program): string => {
  if (!(error instanceof Error)) return `\n${String(error)}`;
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    const port = Number(error.port);
    return `\nPort ${port} is taken by another program. Choose another one: ${command} -- --port ${port + 1}`;
  }
  const hasMore = !(error instanceof ConfigError) && existsSync(logFile);
  return `\n${error.message}${hasMore ? `\nMore in ${logFile}` : ''}`;
};
