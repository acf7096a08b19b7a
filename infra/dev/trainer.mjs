// npm run trainer -- [flags]: bundles the trainer and runs it, on this machine or on another one than Tutti's.
import './node-version.mjs';
import { pathToFileURL } from 'node:url';
import { bundleTrainer } from './bundle.mjs';

await import(pathToFileURL(await bundleTrainer()).href);
