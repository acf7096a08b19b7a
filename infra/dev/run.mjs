// Runs commands of this repository one after another, with the pinned tools first in PATH.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from './bundle.mjs';

const env = {
  ...process.env,
  PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
  NX_DAEMON: 'false',
  NX_NO_CLOUD: 'true',
};

/** Runs one command in the repository's root; answers with its exit code. */
export function run(command, args, extra = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...env, ...extra } });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}

/** Runs all steps even when one fails, so that every fault is seen at once; ends the process with the worst code. */
export async function runAll(steps) {
  const failed = [];
  for (const [title, command, args, extra] of steps) {
    const started = performance.now();
    console.log(`\n== ${title}`);
    const code = await run(command, args, extra);
    console.log(
      `== ${title}: ${code === 0 ? 'ok' : `failed (${code})`}, ${((performance.now() - started) / 1000).toFixed(1)} s`,
    );
    if (code !== 0) failed.push(title);
  }
  if (failed.length > 0) console.error(`\nFailed: ${failed.join(', ')}`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}
