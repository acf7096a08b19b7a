import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cpus, totalmem } from 'node:os';

/** One measured figure; a ratio compares two figures of the same run, so that the machine cancels out. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Bound that the project promises, e.g. `>= 0.7`. */
  readonly goal?: string;
}

const met = ({ value, goal }: Figure): string => {
  if (goal === undefined) return '';
  const bound = Number(goal.slice(2));
  return (goal.startsWith('>=') ? value >= bound : value <= bound) ? ' (met)' : ' (MISSED)';
};

/** Prints the figures and keeps them as the last result of this benchmark. */
export const report = (name: string, figures: readonly Figure[]): void => {
  for (const figure of figures) {
    const goal = figure.goal === undefined ? '' : `  goal ${figure.goal}`;
    console.log(
      `${figure.name.padEnd(58)} ${format(figure.value).padStart(10)} ${figure.unit}${goal}${met(figure)}`,
    );
  }
  const machine = {
    cpu: cpus()[0]?.model ?? '',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
  const file = join(resolve('bench', 'results'), `${name}.json`);
  const result = { at: new Date().toISOString().slice(0, 10), node: process.version, machine, figures };
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
};

const format = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(3));

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/** Runs `task` for 0..count-1 with `width` of them under way at once, each in its own lane; answers with tasks per second. */
export const perSecond = async (
  count: number,
  width: number,
  task: (n: number, lane: number) => Promise<unknown>,
): Promise<number> => {
  let next = 0;
  const worker = async (_: unknown, lane: number): Promise<void> => {
    while (next < count) await task(next++, lane);
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: width }, worker));
  return (count / (performance.now() - started)) * 1000;
};
