import 'reflect-metadata';
import { ConfigError, parseConfig } from '@tutti/service-kit';
import { readEnvironment, standaloneConfig } from './config';
import { parseOptions } from './options';
import { startStandalone, type Builds, type Standalone } from './standalone';

/** What `npm start` runs: until a signal, or until something that it cannot go on without has ended. */
export const runStandalone = async (argv: readonly string[], builds: Builds): Promise<void> => {
  const options = parseOptions(argv);
  const signals = firstSignal();
  let standalone: Standalone | undefined;
  try {
    const { config, warnings } = parseConfig(standaloneConfig, readEnvironment());
    standalone = await startStandalone({ options, config, warnings, builds });
    const why = await Promise.race([signals, standalone.failed]);
    console.log(why === 'signal' ? '\nStopping …' : `\nStopping: ${why}`);
    if (why !== 'signal') process.exitCode = 1;
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 1;
  }
  await standalone?.stop();
  if (standalone && process.exitCode !== 1)
    console.log('Stopped. Nothing is lost: `npm start` goes on from here.');
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
  });

/** Faults that a person can mend come without a stack. */
const explain = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    const port = Number(error.port);
    return `\nPort ${port} is taken by another program. Choose another one: npm start -- --port ${port + 1}`;
  }
  const mendable = error instanceof ConfigError || /^[A-Z]/.test(error.message);
  return mendable ? `\n${error.message}` : `\n${error.stack ?? error.message}`;
};
