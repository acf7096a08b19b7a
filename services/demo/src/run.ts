import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refused } from './api/tutti';
import { StepFailed } from './api/step-failed';
import type { DemoOptions } from './options';
import { type Plant, type Programs, openPlant } from './plant/plant';
import { type Told, tell } from './story/tell';
import { Narrator } from './terminal/narrator';
import { percent, seconds, table } from './terminal/table';

/** Ctrl-C, or a signal that says the same. */
class Interrupted extends Error {}

/** Tells the story from the beginning to the end, and leaves nothing behind. Sets the exit code. */
export const run = async (options: DemoOptions, programs: Programs): Promise<void> => {
  const narrator = new Narrator(process.stdout);
  const ending = new AbortController();
  const interrupt = (): void => ending.abort(new Interrupted());
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  let plant: Plant | undefined;
  let lastWord: string | undefined;
  try {
    plant = await openPlant(options.data, {
      ended: (reason) => ending.abort(new StepFailed(reason, 'that file')),
      startedAgain: (reason) => narrator.warn(reason),
    });
    const told = await tell({ options, programs, plant, narrator, signal: ending.signal });
    lastWord = await conclude(told, options, narrator);
    // Whoever labelled is in the console, and wants to see what came of it.
    if (options.stay || options.manual) await stay(narrator, told, ending.signal);
  } catch (error) {
    process.exitCode = explain(ending.signal.aborted ? ending.signal.reason : error, narrator);
  }
  await tellWhere(plant, options, narrator);
  narrator.waiting('Everything is stopped …');
  await plant?.close(process.exitCode === 1);
  if (lastWord !== undefined && !process.exitCode) narrator.line(`\n${lastWord}`);
  narrator.close();
  process.exit();
};

const conclude = async (told: Told, { json }: DemoOptions, narrator: Narrator): Promise<string> => {
  const { stages, before, after, edges, loopSeconds } = told;
  const total = stages.reduce((sum, stage) => sum + stage.seconds, 0);
  narrator.chapter('What took how long');
  const rows = stages.map((stage) => [stage.name, seconds(stage.seconds)]);
  narrator.block(table([['stage', 'seconds'], ...rows, ['in all', seconds(total)]]));
  if (json !== undefined)
    await writeFile(json, `${JSON.stringify({ ...told, totalSeconds: total }, null, 2)}\n`);
  return `loop closed: accuracy ${percent(before.right)} → ${percent(after.right)} on ${edges} edges, warning to confirmed in ${seconds(loopSeconds)} s`;
};

const stay = async (narrator: Narrator, { url }: Told, signal: AbortSignal): Promise<void> => {
  narrator.chapter(`It goes on: look around at ${url}. Ctrl-C ends it.`);
  if (!signal.aborted)
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  if (!(signal.reason instanceof Interrupted)) throw signal.reason as Error;
};

/** What stays, and how to see it at the addresses that were told. */
const tellWhere = async (
  plant: Plant | undefined,
  { data, port, distributed }: DemoOptions,
  narrator: Narrator,
): Promise<void> => {
  // Who ends it before there is a console has nothing to look around in.
  const folder = process.exitCode === 1 ? (data ?? plant?.folder) : plant?.address && data;
  if (folder === undefined || !(await isThere(join(folder, 'system')))) return;
  narrator.say(`What was written is kept in ${folder}. To look around in it, with the same password:`);
  const system = `--data ${join(folder, 'system')}${portOf(plant?.address, port)}`;
  narrator.say(`npm ${distributed ? 'run distributed' : 'start'} -- --no-agent ${system}`);
};

const portOf = (address: string | undefined, wanted: number): string => {
  const port = address === undefined ? wanted : Number(new URL(address).port);
  return port === 0 ? '' : ` --port ${port}`;
};

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Says what went wrong; answers with the exit code. */
const explain = (error: unknown, narrator: Narrator): number => {
  if (error instanceof Interrupted) {
    narrator.fail('Interrupted.');
    return 130;
  }
  const known = error instanceof StepFailed || error instanceof Refused;
  const text =
    error instanceof Error ? (known ? error.message : (error.stack ?? error.message)) : String(error);
  narrator.fail(`The demonstration has failed: ${text}`);
  return 1;
};
