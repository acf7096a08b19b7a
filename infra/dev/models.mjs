// Builds the first model and its pictures (services/trainer/src/build-starter.ts) and the ready-made detector
// (services/trainer/src/ready-made), cached by a hash of their inputs.
// npm run models:build [-- --out DIR] [--ready-made]: the latter makes the detector alone.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundle, root } from './bundle.mjs';

const packages = [
  '@bufbuild/protobuf',
  '@mediapipe/objectron',
  'mnist',
  'onnx-buf',
  'onnxruntime-node',
  'sharp',
];
const sources = [
  'services/trainer/src',
  'libs/belt/src',
  'libs/kernel/src',
  'libs/vision/src',
  'libs/contracts/src/training/parameters',
];

/** Bundles the trainer and builds the starter unless it is there. Progress goes to `onProgress`, line by line. */
export async function buildModels({ out = cacheFolder(), onProgress = () => {} } = {}) {
  const { buildStarter } = await import(
    pathToFileURL(await bundle('services/trainer/src/build-starter.ts', 'trainer/build-starter')).href
  );
  return buildStarter({ outDir: out, onProgress });
}

/** The detector that needs no training: 20 MB, made in seconds. */
export async function buildReadyMade({ out = `${cacheFolder()}-ready-made`, onProgress = () => {} } = {}) {
  const entry = 'services/trainer/src/ready-made/build-ready-made.ts';
  const built = await import(pathToFileURL(await bundle(entry, 'trainer/build-ready-made')).href);
  return built.buildReadyMade({ outDir: out, onProgress });
}

/** Sources (seeds stand in them) and package versions; another input, another folder. */
function cacheFolder() {
  const hash = createHash('sha256');
  const require = createRequire(import.meta.url);
  for (const name of packages) hash.update(`${name}@${manifestOf(require, name).version}\n`);
  for (const file of sources.flatMap(sourceFiles))
    hash.update(`${relative(root, file)}\n`).update(readFileSync(file));
  return join(root, '.tutti/models-cache', hash.digest('hex').slice(0, 16));
}

/** Not every package exports its package.json, so it is looked for beside the entry point. */
function manifestOf(require, name) {
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      return JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8'));
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
  throw new Error(`Package ${name} is not installed. Run npm ci.`);
}

function sourceFiles(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => join(root, folder, name))
    .sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const options = { out: { type: 'string' }, json: { type: 'boolean' }, only: { type: 'string' } };
  const { values } = parseArgs({ options });
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
  const onProgress = (line) => console.log(`${seconds()} s  ${line}`);
  const out = values.out === undefined ? undefined : resolve(values.out);
  const wants = (what) => values.only === undefined || values.only === what;
  const starter = wants('starter') ? await buildModels({ out, onProgress }) : undefined;
  const readyMade = wants('ready-made')
    ? await buildReadyMade({ out: out && `${out}-ready-made`, onProgress })
    : undefined;
  if (values.json) console.log(JSON.stringify(starter ?? readyMade));
  else {
    for (const built of [starter, readyMade]) if (built) console.log(`${seconds()} s  ${built.modelPath}`);
    if (starter) console.log(`Accuracy on held-out handwriting: ${(starter.accuracy * 100).toFixed(1)} %`);
  }
}
