// npm start: builds what is missing, then runs the whole system in this process.
import './node-version.mjs';
import './thread-pool.mjs';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';
import { builds } from './system-builds.mjs';

await builds.modelInspector();
const main = await bundle('services/standalone/src/main.ts', 'standalone/main');
const { runStandalone } = await import(pathToFileURL(main).href);
await runStandalone(process.argv.slice(2), builds);
