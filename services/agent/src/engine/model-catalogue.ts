import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ModelError, mostModelBytes, readProperties } from '@tutti/vision';
import { reasonOf } from '../common/reason-of';
import { type ModelFile, modelFiles, sameFile } from './model-folder';

export interface ModelFault {
  readonly type: string;
  readonly message: string;
}

/** A file of the model folder and what it says of itself. */
export interface CatalogueEntry {
  readonly file: ModelFile;
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  /** It says that it judges pictures, so it may judge the device's. */
  readonly pictures: boolean;
  /** Why it cannot be read, if so. */
  readonly fault: ModelFault | undefined;
}

/** A model that was deployed, in the agent's own folder. */
export interface DeployedFile {
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly digest: string;
}

const tasks: ReadonlySet<unknown> = new Set(['classification', 'detection']);

/** What was deployed, as if it lay in the model folder under the name that it was deployed with. */
export function deployedEntry({ path, name, version, digest }: DeployedFile): CatalogueEntry {
  const shown = `${name} ${version} (deployed)`;
  const file = { path, name: shown, modifiedAt: 0, size: 0, stem: name, placed: undefined };
  return { file, name, version, digest, pictures: true, fault: undefined };
}

/** Knows all models of a folder. A file is read once, and again when it has changed. */
export class ModelCatalogue {
  private known = new Map<string, CatalogueEntry>();

  constructor(private readonly folder: string) {}

  /** Newest first. Of several files with the same name and version only the newest is told. */
  get entries(): readonly CatalogueEntry[] {
    const keys = new Set<string>();
    return [...this.known.values()].filter(({ name, version }) => {
      const key = JSON.stringify([name, version]);
      return !keys.has(key) && keys.add(key);
    });
  }

  newest(name: string): CatalogueEntry | undefined {
    return this.entries.find((entry) => entry.name === name);
  }

  async refresh(): Promise<void> {
    const known = new Map<string, CatalogueEntry>();
    for (const file of await modelFiles(this.folder)) {
      const before = this.known.get(file.path);
      const entry = before !== undefined && sameFile(before.file, file) ? before : await read(file);
      if (entry !== undefined) known.set(file.path, entry);
    }
    this.known = known;
  }
}

/** Undefined when the file is gone meanwhile. */
async function read(file: ModelFile): Promise<CatalogueEntry | undefined> {
  let digest = '';
  try {
    const bytes = file.size > mostModelBytes ? tooLarge(file) : await readFile(file.path);
    digest = createHash('sha256').update(bytes).digest('hex');
    const properties = readProperties(bytes);
    const pictures = tasks.has(properties['task']);
    return { file, ...namesOf(file, digest, properties), digest, pictures, fault: undefined };
  } catch (error) {
    if (isGone(error)) return undefined;
    return { file, ...namesOf(file, digest, {}), digest, pictures: false, fault: faultOf(file, error) };
  }
}

function tooLarge({ size }: ModelFile): never {
  throw new ModelError('model.unsupported', `${size} bytes are more than the ${mostModelBytes} of a model.`);
}

export const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** By its place in the folder, else as the file says, else after its own name and content. */
function namesOf(
  { placed, stem }: ModelFile,
  digest: string,
  properties: Readonly<Record<string, string>>,
): { readonly name: string; readonly version: string } {
  const name = placed?.name ?? (properties['name'] || stem);
  const version = placed?.version ?? (properties['version'] || digest.slice(0, 12));
  return { name: name.slice(0, 128), version: version.slice(0, 64) };
}

export function faultOf(file: ModelFile, error: unknown): ModelFault {
  const type = error instanceof ModelError ? error.code : 'model.unreadable';
  return { type, message: `${file.name}: ${reasonOf(error)}`.slice(0, 512) };
}
