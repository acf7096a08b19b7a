// Builds the web console into dist/console, unless its inputs have not changed.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './bundle.mjs';

const sources = ['services/console', 'libs/contracts/src'];
const single = ['package-lock.json', 'tsconfig.base.json'];
const target = join(root, 'dist/console');
const mark = join(target, '.inputs');

export async function buildConsole({ onProgress = () => {} } = {}) {
  const inputs = hashOf();
  if (existsSync(mark) && readFileSync(mark, 'utf8') === inputs) return target;
  onProgress('Building the console (once, about 10 s) …');
  const { build } = await import('vite');
  await build({ root: join(root, 'services/console'), logLevel: 'warn' });
  writeFileSync(mark, inputs);
  return target;
}

function hashOf() {
  const hash = createHash('sha256');
  const files = [...sources.flatMap(filesIn), ...single.map((name) => join(root, name))];
  for (const file of files) hash.update(`${relative(root, file)}\n`).update(readFileSync(file));
  return hash.digest('hex');
}

function filesIn(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.spec\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dir = await buildConsole({ onProgress: (line) => console.log(line) });
  console.log(JSON.stringify({ dir }));
}
