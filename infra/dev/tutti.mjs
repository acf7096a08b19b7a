// npm run tutti -- <command>: the command line.
import './node-version.mjs';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';

await import(pathToFileURL(await bundle('services/cli/src/main.ts', 'cli/main')).href);
