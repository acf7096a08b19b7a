import { agentRestartExitCode } from '@tutti/contracts/devices';
import { startAgent } from './agent';
import { parseFlags } from './cli';
import { LogTail } from './commands/log-tail';
import { ConfigError, loadConfig } from './config';
import { DataFolderError } from './identity/data-folder';
import { PortTaken } from './http/listen';
import { createLog } from './log';

/** A terminal and npm both pass Ctrl-C on: what comes within this time of the first is the same key stroke. */
const sameKeyStrokeMs = 1000;
const people = process.stdout.isTTY;

async function main(): Promise<void> {
  const config = loadConfig(parseFlags(process.argv));
  const tail = new LogTail();
  const log = createLog(config.logLevel, people, tail);
  const agent = await startAgent(config, { log, tail, summaryEveryMs: people ? 10_000 : 60_000 });
  let askedAt: number | undefined;
  const stop = (signal: NodeJS.Signals | 'parent gone'): void => {
    if (askedAt !== undefined)
      return void (performance.now() - askedAt > sameKeyStrokeMs && process.exit(130));
    askedAt = performance.now();
    log.info({ signal }, 'Stopping; once more ends it at once');
    end(0);
  };
  const end = (code: number): void => {
    agent.stop().then(
      () => process.exit(code),
      (error: unknown) => {
        log.error({ err: error }, 'The stop was not clean');
        process.exit(1);
      },
    );
  };
  void agent.restartAsked.then(() => {
    log.info('Ending, to be started again');
    end(agentRestartExitCode);
  });
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // Started by another program with a channel: when that program is gone, so are we.
  if (process.connected) process.once('disconnect', () => stop('parent gone'));
}

main().catch((error: unknown) => {
  const expected = [ConfigError, DataFolderError, PortTaken].some((known) => error instanceof known);
  const text =
    error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(error instanceof ConfigError ? 2 : 1);
});
