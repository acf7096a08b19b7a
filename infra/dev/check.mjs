// npm run check: everything that needs no server.
import './node-version.mjs';
import { runAll } from './run.mjs';

await runAll([
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['gRPC interfaces and their code', process.execPath, ['infra/dev/generate.mjs', '--check']],
  ['types', 'tsc', ['-p', 'tsconfig.json']],
  ['types of the console', 'tsc', ['-p', 'services/console/tsconfig.json']],
  // One eslint for all: a program of types per project would take three times as long. Through nx, for its graph.
  ['lint and boundaries', 'nx', ['run', 'tutti:lint-all', '--output-style=static']],
  ['unused exports', 'knip', []],
  ['pure specs', 'vitest', ['run', '--project', 'unit']],
]);
