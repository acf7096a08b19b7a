import { Command, InvalidArgumentError, Option } from 'commander';
import { resolve } from 'node:path';

/** What `npm start --` takes. */
export interface StandaloneOptions {
  readonly data: string;
  readonly port: number;
  /** Address that is bound. */
  readonly host: string;
  readonly publicHost?: readonly string[];
  readonly natsPort?: number;
  /** Paths of PEM files. */
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsCa?: string;
  /** Plain text beyond this machine. */
  readonly insecure?: boolean;
  readonly images?: string;
  readonly agent: boolean;
  readonly trainer: boolean;
}

const port = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('A port is 0 to 65535.');
  return value;
};

export const portOption = (flags: string, text: string, usual: number): Option =>
  new Option(flags, text).default(usual).argParser(port);

const path = (text: string): string => resolve(text);

const help = `
Examples:
  npm start                                  the whole system, and an agent on this machine
  npm start -- --images ~/pictures           the agent reads your own pictures
  npm start -- --data /srv/tutti --port 80   another place, another port
  npm start -- --host 0.0.0.0                devices and browsers on other machines, encrypted
  npm start -- --no-agent                    the system alone; connect devices with: npm run agent -- --help
  npm start -- --no-trainer                  training elsewhere: npm run trainer -- --help

The console's address and, at the first start, a one-time password for the user "admin" are printed.
Ctrl-C stops everything; starting again goes on where it was. Remove the data directory to begin anew.

Beyond this machine everything is encrypted with a certificate that Tutti makes and renews, or with yours:
docs/guide/another-machine.md.

Environment: TUTTI_ADMIN_PASSWORD[_FILE], WORKSPACE, SERVER_IP, BACKEND_ENDPOINT, TLS_CERT_FILE, TLS_KEY_FILE, TLS_CA_FILE, NATS_URL, NATS_SERVER_BIN, LOGGING_LEVEL,
TRAINER_THREADS, TRAINER_MEMORY_MB, TRAINER_CACHE_MB, OTEL_EXPORTER_OTLP_ENDPOINT (docs/reference/configuration.md).`;

/** Reads the command line; prints the help or the fault and ends the process where there is one. */
export const parseOptions = (argv: readonly string[]): StandaloneOptions =>
  new Command('npm start --')
    .description(
      'Runs all of Tutti in one process: nats-server, services, console, and beside it a trainer and an agent.',
    )
    .option('--data <dir>', 'where everything is kept', path, resolve('.tutti'))
    .addOption(portOption('--port <n>', 'port of the console and the API', 8080))
    .option('--host <address>', 'address to listen on; 0.0.0.0 for all of this machine', '127.0.0.1')
    .option(
      '--public-host <names>',
      'names or addresses by which others reach this machine, separated by commas (when --host does not say it)',
      (names: string) => names.split(',').map((name) => name.trim()),
    )
    .addOption(
      new Option('--nats-port <n>', 'port that devices connect to (4222 beyond this machine)').argParser(
        port,
      ),
    )
    .option('--tls-cert <file>', 'your own certificate with its intermediates, PEM', path)
    .option('--tls-key <file>', 'its key, PEM', path)
    .option('--tls-ca <file>', 'its authority, PEM, unless every machine knows it', path)
    .option('--insecure', 'no encryption beyond this machine: only for a network that you trust')
    .option(
      '--images <dir>',
      "pictures for this machine's agent; the bundled handwritten digits when absent",
      path,
    )
    .option('--no-agent', 'start no agent on this machine')
    .option('--no-trainer', 'start no trainer on this machine')
    .addHelpText('after', help)
    .showHelpAfterError('(--help shows what is possible)')
    .allowExcessArguments(false)
    .parse(argv, { from: 'user' })
    .opts<StandaloneOptions>();
