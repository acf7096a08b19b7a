// What a whole system is started with: built once, by whoever starts it.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { bundle, bundleTrainer, root } from './bundle.mjs';

export const builds = {
  consoleDir: async (options) => (await inChild('console.mjs', options)).dir,
  starter: (options) => inChild('models.mjs', options, '--only', 'starter'),
  /** Folder of the models that come with Tutti. */
  readyMadeModels: async (options) =>
    dirname((await inChild('models.mjs', options, '--only', 'ready-made')).modelPath),
  trainerEntry: bundleTrainer,
  agentEntry: () => bundle('services/agent/src/main.ts', 'agent/main'),
  /** The training service starts it: it lies beside the service's own bundle. */
  modelInspector: () => bundle('services/training/src/model/inspection/main.ts', 'training/inspect-model'),
  natsCache: join(root, '.tutti/cache/nats'),
};

/** Builds run in processes of their own: they would hold up everything else, and their memory is given back. */
async function inChild(script, { onProgress }, ...flags) {
  const child = spawn(process.execPath, [join(root, 'infra/dev', script), '--json', ...flags], {
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
