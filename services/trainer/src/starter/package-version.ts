import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The version of an installed package. */
export function packageVersion(name: string): string {
  const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version;
}
