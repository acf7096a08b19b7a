import { randomInt } from 'node:crypto';
import { Command } from 'commander';
import { readable, runChaos } from './run-chaos';

const { seed, minutes } = new Command('npm run chaos --')
  .description('Kills and pauses processes of a distributed system under load, then checks what it promises.')
  .option(
    '--seed <n>',
    'of the faults: the same one makes the same faults again',
    Number,
    randomInt(1_000_000),
  )
  .option('--minutes <n>', 'how long faults are made', Number, 2)
  .parse()
  .opts<{ readonly seed: number; readonly minutes: number }>();

const report = await runChaos({ seed, seconds: minutes * 60, onProgress: (line) => console.log(line) });
console.log(readable(report));
process.exit(report.broken.length === 0 ? 0 : 1);
