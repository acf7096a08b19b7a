import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '@tutti/nats-server/testing';

interface Bundler {
  readonly bundle: (entry: string, name: string) => Promise<string>;
}

/** A program of the repository, by its path in it, bundled; of a name that no other process of the specs writes to. */
export const bundledProgram = async (entry: string): Promise<string> => {
  const script = pathToFileURL(join(repositoryRoot(), 'infra/dev/bundle.mjs'));
  const { bundle } = (await import(script.href)) as Bundler;
  const name = entry.replace(/\.ts$/, '').replaceAll('/', '-');
  return bundle(entry, `specs/${name}-${process.pid % 16}`);
};
