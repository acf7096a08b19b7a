// Bundles one TypeScript entry for the pinned Node; packages stay outside. Takes about 0.2 s, so nothing is cached.
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = resolve(fileURLToPath(import.meta.url), '../../..');

/** Bundles `entry` (from the repository's root) to `dist/<name>.mjs` and answers with the file's path. */
export async function bundle(entry, name) {
  const outfile = join(root, 'dist', `${name}.mjs`);
  const { outputFiles } = await build({
    entryPoints: [join(root, entry)],
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    packages: 'external',
    sourcemap: 'linked',
    tsconfig: join(root, 'tsconfig.base.json'),
    outfile,
    write: false,
    logLevel: 'warning',
  });
  await mkdir(dirname(outfile), { recursive: true });
  await Promise.all(outputFiles.map(replace));
  return outfile;
}

/** Whoever starts the program meanwhile finds the old one or the new one, never a part. */
async function replace({ path, contents }) {
  const known = await readFile(path).catch(() => undefined);
  if (known?.equals(contents)) return;
  const written = `${path}.${randomUUID()}`;
  await writeFile(written, contents);
  await rename(written, path);
}

/** The trainer, and the program of its threads beside it. */
export async function bundleTrainer() {
  await bundle('services/trainer/src/work/worker.ts', 'trainer/worker');
  return bundle('services/trainer/src/main.ts', 'trainer/main');
}
