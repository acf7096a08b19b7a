import { appendFile, readFile } from 'node:fs/promises';
import { writePrivate } from '../identity/private-file';

const mostRemembered = 10_000;
/** Half a digest: enough to tell pictures apart. */
const digits = 32;

/** Contents that were chosen before: the same picture is sent once. Losing the newest of it costs a repeat. */
export class KnownContents {
  private written: number;

  private constructor(
    private readonly path: string,
    private readonly known: Set<string>,
  ) {
    this.written = known.size;
  }

  static async open(path: string): Promise<KnownContents> {
    const text = await readFile(path, 'utf8').catch(() => '');
    const lines = text.split('\n').filter((line) => line.length === digits);
    return new KnownContents(path, new Set(lines.slice(-mostRemembered)));
  }

  has(sha256: string): boolean {
    return this.known.has(sha256.slice(0, digits));
  }

  /** What the disk does not want is known until the program ends. */
  async add(sha256: string): Promise<void> {
    this.known.add(sha256.slice(0, digits));
    const [oldest] = this.known;
    if (this.known.size > mostRemembered && oldest !== undefined) this.known.delete(oldest);
    this.written++;
    await this.remember(sha256.slice(0, digits)).catch(() => undefined);
  }

  private async remember(content: string): Promise<void> {
    if (this.written <= 2 * mostRemembered) return appendFile(this.path, `${content}\n`, { mode: 0o600 });
    await writePrivate(this.path, `${[...this.known].join('\n')}\n`);
    this.written = this.known.size;
  }
}
