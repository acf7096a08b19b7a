// npm run demo [-- flags]: shows the whole loop on this machine, from a part that no model knows to a better model on
// every edge, and ends by itself.
import './node-version.mjs';
import './thread-pool.mjs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle, root } from './bundle.mjs';

const { runDemo } = await import(pathToFileURL(await bundle('services/demo/src/main.ts', 'demo/main')).href);
await runDemo(process.argv.slice(2), {
  system: {
    standalone: join(root, 'infra/dev/start.mjs'),
    distributed: join(root, 'infra/dev/distributed.mjs'),
  },
  agent: () => bundle('services/agent/src/main.ts', 'agent/main'),
});
