// npm run agent -- [flags]: bundles the agent and runs it, and starts it again when it asks for that. Without pictures
// or models of your own it gets the starter's: a digit classifier and handwriting that it never saw.
import './node-version.mjs';
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';
import { buildModels } from './models.mjs';

/** `agentRestartExitCode` of the contracts. */
const restartExitCode = 75;

const has = (flag, variable) =>
  process.env[variable] !== undefined ||
  process.argv.some((argument) => argument === flag || argument.startsWith(`${flag}=`));
const justAsking = ['--help', '-h', '--version', '-V'].some((flag) => process.argv.includes(flag));

/** Runs the agent as a child, again for as long as it wants to be started again. Answers with its exit code. */
async function supervise(entry) {
  let child;
  const pass = (signal) => child?.kill(signal);
  process.on('SIGINT', () => pass('SIGINT'));
  process.on('SIGTERM', () => pass('SIGTERM'));
  // The agent ends in good order when the channel does: when we are killed, or whoever started us.
  if (process.connected) process.once('disconnect', () => child?.disconnect());
  for (;;) {
    child = spawn(process.execPath, [entry, ...process.argv.slice(2)], {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, TUTTI_SUPERVISED: 'yes' },
    });
    const code = await new Promise((resolve) => child.once('exit', (exit) => resolve(exit ?? 1)));
    if (code !== restartExitCode) return code;
  }
}

if (!justAsking && !(has('--models', 'MODEL_DIR') && has('--images', 'IMAGES_DIR'))) {
  const { modelPath, picturesDir } = await buildModels({ onProgress: (line) => console.error(line) });
  process.env.MODEL_DIR ??= dirname(modelPath);
  process.env.IMAGES_DIR ??= picturesDir;
}
const entry = await bundle('services/agent/src/main.ts', 'agent/main');
// Whoever sets it looks after the agent, or does not want it looked after.
const alone = justAsking || has('--supervised', 'TUTTI_SUPERVISED');
if (alone) await import(pathToFileURL(entry).href);
else process.exit(await supervise(entry));
