// npm run chaos -- [--seed n] [--minutes n]: kills and pauses processes under load, then checks what the system promises.
import './node-version.mjs';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';

await import(pathToFileURL(await bundle('services/standalone/chaos/main.ts', 'chaos/main')).href);
