// npm run check: everything that needs no server. `-- --without-specs` where `npm test` ran them already.
import './node-version.mjs';
import { runAll } from './run.mjs';

await runAll([
  // One eslint for all: a program of types per project would take three times as long. Through nx, for its graph.
  ['lint and boundaries', 'nx', ['run', 'tutti:lint-all', '--output-style=static']],
  ['types', 'tsc', ['-p', 'tsconfig.json']],
  ['types of the console', 'tsc', ['-p', 'services/console/tsconfig.json']],
  ...(process.argv.includes('--without-specs')
    ? []
    : [['pure specs', 'vitest', ['run', '--project', 'unit']]]),
  ['gRPC interfaces and their code', process.execPath, ['infra/dev/generate.mjs', '--check']],
  ['unused exports', 'knip', []],
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
]);
