import { Command, InvalidArgumentError, Option } from 'commander';
import { resolve } from 'node:path';

/** What `npm run demo --` takes. */
export interface DemoOptions {
  /** A new or empty folder; one that is removed at the end when absent. */
  readonly data?: string;
  readonly port: number;
  readonly speed: number;
  readonly stay: boolean;
  readonly manual: boolean;
  /** Every service as two processes of its own, instead of all in one. */
  readonly distributed: boolean;
  /** Where the figures go. */
  readonly json?: string;
}

const numberIn =
  (least: number, most: number, whole: boolean) =>
  (text: string): number => {
    const value = Number(text);
    if (text === '' || !(value >= least && value <= most) || (whole && !Number.isInteger(value)))
      throw new InvalidArgumentError(`It is ${least} to ${most}.`);
    return value;
  };
const path = (text: string): string => resolve(text);

const help = `
Everything happens on this machine: the whole system, a trainer and three edges, each a process of its own. The
cameras are simulated, and what they show is known; nothing else is. It ends by itself and leaves nothing behind.`;

/** Reads the command line; prints the help or the fault and ends the process where there is one. */
export const parseOptions = (argv: readonly string[]): DemoOptions =>
  new Command('npm run demo --')
    .description(
      'Shows the whole loop once: from a part that no model knows to a better model on every edge.',
    )
    .option(
      '--data <dir>',
      'where everything is kept, a new or empty folder; a temporary one when absent',
      path,
    )
    .addOption(
      new Option('--port <n>', 'port of the console and the API; any free one when absent')
        .default(0, 'any')
        .argParser(numberIn(0, 65_535, true)),
    )
    .addOption(
      new Option('--speed <n>', 'how fast the belt runs: 1 is four parts a second on each of three lines')
        .default(1)
        .argParser(numberIn(0.5, 4, false)),
    )
    .option('--stay', 'goes on until Ctrl-C when the story is told, to look around in the console', false)
    .option('--manual', 'you label the new parts in the console; goes on until Ctrl-C, as with --stay', false)
    .option('--distributed', 'every service as two processes of its own, with MariaDB', false)
    .option('--json <file>', 'writes the figures there, too', path)
    .addHelpText('after', help)
    .showHelpAfterError('(--help shows what is possible)')
    .allowExcessArguments(false)
    .parse(argv, { from: 'user' })
    .opts<DemoOptions>();
