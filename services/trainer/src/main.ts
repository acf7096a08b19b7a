import { constants, setPriority } from 'node:os';
import { pino } from 'pino';
import { parseFlags } from './cli';
import { ConfigError, loadConfig } from './config';
import { startTrainer } from './start-trainer';
import { trainers } from './work/trainers';

/** Whatever else the machine does comes first. */
const yieldToOthers = (): void => {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Some containers do not allow it: then the machine's scheduler shares as it likes.
  }
};

const main = async (): Promise<void> => {
  const config = loadConfig(parseFlags(process.argv.slice(2)));
  yieldToOthers();
  const logger = pino({ level: config.LOGGING_LEVEL, base: { service: 'trainer' } });
  const steps = Object.fromEntries(Object.values(trainers).map((one) => [one.name, one.steps]));
  const entry = new URL('./worker.mjs', import.meta.url);
  const trainer = await startTrainer({ config, steps, entry, logger });
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'Stopping; a job that is worked on goes to another trainer');
    void trainer.stop().finally(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // Started by another program with a channel: when that program is gone, so are we.
  if (process.connected) process.once('disconnect', () => stop('parent gone'));
};

main().catch((error: unknown) => {
  const expected = error instanceof ConfigError;
  const text =
    error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(expected ? 2 : 1);
});
