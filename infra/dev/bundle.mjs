// Bundles one TypeScript entry for the pinned Node; packages stay outside. Takes about 0.2 s, so nothing is cached.
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = resolve(fileURLToPath(import.meta.url), '../../..');

/** Bundles `entry` (from the repository's root) to `dist/<name>.mjs` and answers with the file's path. */
export async function bundle(entry, name) {
  const outfile = join(root, 'dist', `${name}.mjs`);
  await build({
    entryPoints: [join(root, entry)],
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    packages: 'external',
    sourcemap: 'linked',
    tsconfig: join(root, 'tsconfig.base.json'),
    outfile,
    logLevel: 'warning',
  });
  return outfile;
}
