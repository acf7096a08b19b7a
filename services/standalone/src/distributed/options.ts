import { Command } from 'commander';
import { resolve } from 'node:path';
import { portOption } from '../options';

/** What `npm run distributed --` takes. */
export interface DistributedOptions {
  readonly data: string;
  readonly port: number;
  readonly replicas: number;
  readonly images?: string;
  readonly agent: boolean;
  readonly trainer: boolean;
  readonly trainers: number;
}

const help = `
Examples:
  npm run distributed                          two replicas of each service, on ports 8080 and 8081
  npm run distributed -- --replicas 3          three of each

One nats-server, one MariaDB, every service as processes of its own, and a proxy in front of them.
Logs of each process are in <data>/logs; processes.json beside it says who runs. docs/guide/distributed.md.`;

export const parseOptions = (argv: readonly string[]): DistributedOptions =>
  new Command('npm run distributed --')
    .description('Runs Tutti as it runs in production, all on this machine: for development.')
    .option(
      '--data <dir>',
      'where everything is kept',
      (dir: string) => resolve(dir),
      resolve('.tutti-distributed'),
    )
    .addOption(portOption('--port <n>', 'port of the console and the API, on this machine only', 8080))
    .option('--replicas <n>', 'processes of each service', (text: string) => Math.max(1, Number(text)), 2)
    .option('--images <dir>', "pictures for this machine's agent", (dir: string) => resolve(dir))
    .option('--no-agent', 'start no agent on this machine')
    .option('--trainers <n>', 'trainers on this machine', (text: string) => Math.max(1, Number(text)), 1)
    .option('--no-trainer', 'start no trainer on this machine')
    .addHelpText('after', help)
    .showHelpAfterError('(--help shows what is possible)')
    .allowExcessArguments(false)
    .parse(argv, { from: 'user' })
    .opts<DistributedOptions>();
