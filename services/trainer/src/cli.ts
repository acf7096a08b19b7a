import { Command } from 'commander';
import { trainerConfig } from './config';
import { trainerVersion } from './version';

/** Flags and the variables that they stand for. */
const flags = {
  '--url <url>': 'TUTTI_URL',
  '--ca-file <file>': 'TUTTI_CA_FILE',
  '--nats-url <url>': 'NATS_URL',
  '--nats-ca-file <file>': 'NATS_CA_FILE',
  '--setup <dir>': 'SERVICE_SETUP_DIR',
  '--data <dir>': 'TRAINER_DATA_DIR',
  '--kinds <names>': 'TRAINER_KINDS',
  '--name <name>': 'TRAINER_NAME',
  '--threads <n>': 'TRAINER_THREADS',
  '--memory-mb <n>': 'TRAINER_MEMORY_MB',
  '--cache-mb <n>': 'TRAINER_CACHE_MB',
  '--log-level <level>': 'LOGGING_LEVEL',
} as const satisfies Readonly<Record<string, keyof typeof trainerConfig.shape>>;

const help = `
Every setting can be an environment variable (docs/reference/configuration.md); a flag wins.

Example, on another machine than Tutti's, with <data>/services/trainer of the server copied to it:
  npm run trainer -- --url https://tutti.example.com:8080 --nats-url tls://tutti.example.com:4222 \\
    --setup ./trainer-setup --ca-file ./ca.pem

docs/guide/trainers.md says more.`;

/** Reads the command line, by the names of variables. Prints help or a fault and exits. */
export const parseFlags = (argv: readonly string[]): Readonly<Record<string, string | undefined>> => {
  const program = new Command('npm run trainer --')
    .description('Takes training jobs of a Tutti installation and works on them, one at a time.')
    .version(trainerVersion)
    .addHelpText('after', help)
    .showHelpAfterError('(--help shows what is possible)')
    .allowExcessArguments(false);
  const names = new Map<string, string>();
  for (const [flag, variable] of Object.entries(flags)) {
    const option = program
      .createOption(flag, `${trainerConfig.shape[variable].description ?? ''} [${variable}]`)
      .argParser((text: string) => text);
    names.set(option.attributeName(), variable);
    program.addOption(option);
  }
  const given = program.parse([...argv], { from: 'user' }).opts<Record<string, string>>();
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [names.get(name) ?? name, value]));
};
