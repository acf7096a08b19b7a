// npm test: every test. Installs and starts what it needs; skips nothing that it may run.
import './node-version.mjs';
import { bundle } from './bundle.mjs';
import { findChromium } from './chromium.mjs';
import { buildConsole } from './console.mjs';
import { buildModels, buildReadyMade } from './models.mjs';
import { findNetworkTools } from './networks.mjs';
import { run } from './run.mjs';

if (process.getuid?.() !== 0)
  console.log(
    'Without root the specs that mount file systems or make network namespaces (*.root.e2e.spec.ts) do not run.',
  );
const onProgress = (line) => console.log(line);
const CHROMIUM_BIN = findChromium();
findNetworkTools();
await bundle('services/standalone/src/main.ts', 'standalone/main');
await bundle('services/agent/src/main.ts', 'agent/main');
await buildConsole({ onProgress });
await buildModels({ onProgress });
await buildReadyMade({ onProgress });
process.exitCode = await run('vitest', ['run', ...process.argv.slice(2)], { CHROMIUM_BIN });
