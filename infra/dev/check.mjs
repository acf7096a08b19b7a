// npm run check: everything that needs no server.
import './node-version.mjs';
import { runAll } from './run.mjs';

await runAll([
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['types', 'tsc', ['-p', 'tsconfig.json']],
  ['types of the console', 'tsc', ['-p', 'services/console/tsconfig.json']],
  ['lint and boundaries', 'nx', ['run-many', '-t', 'lint', '--output-style=static', '--parallel=2']],
  ['unused exports', 'knip', []],
  ['pure specs', 'vitest', ['run', '--project', 'unit']],
]);
