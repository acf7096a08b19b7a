// npm start: builds what is missing, then runs the whole system in this process.
import './node-version.mjs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle, root } from './bundle.mjs';

const main = await bundle('services/standalone/src/main.ts', 'standalone/main');
const { runStandalone } = await import(pathToFileURL(main).href);
await runStandalone(process.argv.slice(2), {
  consoleDir: buildConsole,
  starter: buildStarter,
  agentEntry: bundleAgent,
  natsCache: join(root, '.tutti/cache/nats'),
});

function bundleAgent() {
  return bundle('services/agent/src/main.ts', 'agent/main');
}

/** Builds run in processes of their own: they would hold up everything else, and their memory is given back. */
async function inChild(script, { onProgress }) {
  const child = spawn(process.execPath, [join(root, 'infra/dev', script), '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let result;
  let rest = '';
  for await (const chunk of child.stdout) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      if (line.startsWith('{')) result = JSON.parse(line);
      else onProgress(line);
    }
  }
  if (!result) throw new Error(`infra/dev/${script} has failed; see the lines above.`);
  return result;
}

async function buildConsole(options) {
  return (await inChild('console.mjs', options)).dir;
}

function buildStarter(options) {
  return inChild('models.mjs', options);
}
