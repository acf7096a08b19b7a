// npm run distributed: builds what is missing, then runs every service as processes of their own.
import './node-version.mjs';
import './thread-pool.mjs';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';
import { keepMariadb } from './mariadb.mjs';
import { builds } from './system-builds.mjs';

await builds.modelInspector();
const main = await bundle('services/standalone/src/distributed/main.ts', 'distributed/main');
const { runDistributed } = await import(pathToFileURL(main).href);
await runDistributed(process.argv.slice(2), {
  ...builds,
  entryOf: (service) => bundle(`services/${service}/src/main.ts`, `${service}/main`),
  database: keepMariadb,
});
