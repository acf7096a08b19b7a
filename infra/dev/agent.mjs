// npm run agent -- [flags]: bundles the agent and runs it. Without pictures or models of
// your own it gets the starter's: a digit classifier and handwriting that it never saw.
import './node-version.mjs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';
import { buildModels } from './models.mjs';

const has = (flag, variable) =>
  process.env[variable] !== undefined ||
  process.argv.some((argument) => argument === flag || argument.startsWith(`${flag}=`));
const justAsking = ['--help', '-h', '--version', '-V'].some((flag) => process.argv.includes(flag));

if (!justAsking && !(has('--models', 'MODEL_DIR') && has('--images', 'IMAGES_DIR'))) {
  const { modelPath, picturesDir } = await buildModels({ onProgress: (line) => console.error(line) });
  process.env.MODEL_DIR ??= dirname(modelPath);
  process.env.IMAGES_DIR ??= picturesDir;
}
await import(pathToFileURL(await bundle('services/agent/src/main.ts', 'agent/main')).href);
