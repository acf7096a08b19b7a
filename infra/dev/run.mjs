// Runs commands of this repository, with the pinned tools first in PATH.
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

/** The same, of which everything that it prints is shown at once when it ends. */
async function runQuietly(command, args) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env });
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => printed.push(chunk));
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => resolve(status ?? (signal ? 1 : 0)));
  });
  return { code, printed: Buffer.concat(printed).toString() };
}

/**
 * Runs all steps, two at a time, even when one fails, so that every fault is seen at once; ends the process with the
 * worst code. Those that take longest stand first.
 */
export async function runAll(steps) {
  const failed = [];
  const waiting = [...steps];
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const [title, command, args] = step;
      const started = performance.now();
      const { code, printed } = await runQuietly(command, args);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(
        `\n== ${title}\n${printed}== ${title}: ${code === 0 ? 'ok' : `failed (${code})`}, ${seconds} s`,
      );
      if (code !== 0) failed.push(title);
    }
  };
  await Promise.all([work(), work()]);
  if (failed.length > 0) console.error(`\nFailed: ${failed.join(', ')}`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}
