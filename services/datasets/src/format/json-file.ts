import { formatErrors } from '@tutti/contracts/datasets';
import { DomainError } from '@tutti/kernel';
import { malformed } from './refusals';
import type { FormatSource } from './source';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A text file of a source, UTF-8 with or without a byte order mark. */
export async function readText(source: FormatSource, name: string, maxBytes: number): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await source.read(name, maxBytes);
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind !== 'too-large') throw error;
    throw new DomainError(formatErrors['format.too-large'], {
      detail: `${name} has more than ${maxBytes} bytes. Split it.`,
      cause: error,
    });
  }
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw malformed(name, 'it is not UTF-8 text', error);
  }
}

export async function readJson(source: FormatSource, name: string, maxBytes: number): Promise<unknown> {
  const text = await readText(source, name, maxBytes);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw malformed(name, `it is not JSON: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}
