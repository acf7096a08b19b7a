import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** SSD-MobileNetV2 trained on Open Images V4, fp16 TFLite, inside `@mediapipe/objectron` (Google, Apache-2.0). */
export const backboneSource = {
  package: '@mediapipe/objectron',
  file: 'objectron_solution_packed_assets.data',
  start: 184,
  end: 9_987_912,
  sha256: 'd0a5255bf8c4f5a0bc4240741a76c41d5e939f7655078f945f50ab53a9375da6',
} as const;

/** Cuts the network out of the installed package. Throws when it is not, to the byte, the one that was tried. */
export async function readBackboneSource(): Promise<Uint8Array> {
  const manifest = createRequire(import.meta.url).resolve(`${backboneSource.package}/package.json`);
  const handle = await open(join(dirname(manifest), backboneSource.file));
  try {
    const bytes = new Uint8Array(backboneSource.end - backboneSource.start);
    await handle.read(bytes, 0, bytes.length, backboneSource.start);
    return verified(bytes);
  } finally {
    await handle.close();
  }
}

/** Exported for its test. */
export function verified(bytes: Uint8Array): Uint8Array {
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (digest === backboneSource.sha256) return bytes;
  throw new Error(
    `The network inside ${backboneSource.package} has SHA-256 ${digest}, expected ${backboneSource.sha256}. ` +
      'Run npm ci; if that does not help, the package was changed.',
  );
}
