import { Command, InvalidArgumentError, Option } from 'commander';
import { resolve } from 'node:path';

/** What `npm start --` takes. */
export interface StandaloneOptions {
  readonly data: string;
  readonly port: number;
  readonly images?: string;
  readonly agent: boolean;
}

const port = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('A port is 0 to 65535.');
  return value;
};

export const portOption = (flags: string, text: string, usual: number): Option =>
  new Option(flags, text).default(usual).argParser(port);

const help = `
Examples:
  npm start                                  the whole system, and an agent on this machine
  npm start -- --images ~/pictures           the agent reads your own pictures
  npm start -- --data /srv/tutti --port 80   another place, another port
  npm start -- --no-agent                    the system alone; connect devices with: npm run agent -- --help

The console's address and, at the first start, a one-time password for the user "admin" are printed.
Ctrl-C stops everything; starting again goes on where it was. Remove the data directory to begin anew.

Environment: TUTTI_ADMIN_PASSWORD[_FILE], WORKSPACE, NATS_URL, NATS_SERVER_BIN, LOGGING_LEVEL,
OTEL_EXPORTER_OTLP_ENDPOINT (docs/reference/configuration.md).`;

/** Reads the command line; prints the help or the fault and ends the process where there is one. */
export const parseOptions = (argv: readonly string[]): StandaloneOptions =>
  new Command('npm start --')
    .description(
      'Runs all of Tutti in one process: nats-server, services, console, and an agent on this machine.',
    )
    .option('--data <dir>', 'where everything is kept', (dir: string) => resolve(dir), resolve('.tutti'))
    .addOption(portOption('--port <n>', 'port of the console and the API, on this machine only', 8080))
    .option(
      '--images <dir>',
      "pictures for this machine's agent; the bundled handwritten digits when absent",
      (dir: string) => resolve(dir),
    )
    .option('--no-agent', 'start no agent on this machine')
    .addHelpText('after', help)
    .showHelpAfterError('(--help shows what is possible)')
    .allowExcessArguments(false)
    .parse(argv, { from: 'user' })
    .opts<StandaloneOptions>();
