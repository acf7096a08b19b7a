import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { report } from './report';

/** `npm run demo`: seconds of the loop by stage, and how well edges do before and after. */

interface Told {
  readonly stages: readonly { readonly name: string; readonly seconds: number }[];
  readonly totalSeconds: number;
  readonly loopSeconds: number;
  readonly before: { readonly right: number };
  readonly after: { readonly right: number };
}

const folder = await mkdtemp(join(tmpdir(), 'tutti-demo-bench-'));
const file = join(folder, 'told.json');
const args = [resolve('infra/dev/demo.mjs'), '--json', file];
const child = spawn(process.execPath, args, { stdio: 'inherit' });
const code = await new Promise<number | null>((done) => child.once('close', done));
if (code !== 0) throw new Error(`The demonstration ended with ${code}.`);
const told = JSON.parse(await readFile(file, 'utf8')) as Told;
await rm(folder, { recursive: true });
report('demo', [
  ...told.stages.map(({ name, seconds }) => ({ name, value: seconds, unit: 's' })),
  { name: 'In all', value: told.totalSeconds, unit: 's', goal: '<= 240' },
  { name: 'From the first warning to the last confirmation', value: told.loopSeconds, unit: 's' },
  { name: 'Accuracy on the edges before', value: told.before.right, unit: '', goal: '<= 0.7' },
  { name: 'Accuracy on the edges after', value: told.after.right, unit: '', goal: '>= 0.85' },
]);
process.exit();
