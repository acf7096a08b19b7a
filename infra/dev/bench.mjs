// npm run bench [name …]: runs the benchmarks in bench/ and keeps their last results in bench/results.
import './node-version.mjs';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, root } from './bundle.mjs';
import { run } from './run.mjs';

const asked = process.argv.slice(2);
const names = readdirSync(join(root, 'bench'))
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length))
  .filter((name) => asked.length === 0 || asked.includes(name));

for (const name of names) {
  console.log(`\n== ${name}`);
  const entry = await bundle(`bench/${name}.bench.ts`, `bench/${name}`);
  const code = await run('node', ['--expose-gc', entry]);
  if (code !== 0) process.exitCode = code;
}
