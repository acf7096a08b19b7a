import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The machine's temperature in degrees Celsius: the hottest thermal zone, else the hottest hardware monitor; null
 * where the system tells none.
 */
export async function temperature(root = '/sys/class'): Promise<number | null> {
  return (
    (await hottest(join(root, 'thermal'), /^thermal_zone\d+$/, /^temp$/)) ??
    (await hottest(join(root, 'hwmon'), /^hwmon\d+$/, /^temp\d+_input$/))
  );
}

async function hottest(folder: string, group: RegExp, file: RegExp): Promise<number | null> {
  const values: number[] = [];
  for (const name of (await names(folder)).filter((each) => group.test(each))) {
    for (const sensor of (await names(join(folder, name))).filter((each) => file.test(each)))
      values.push(await milliDegrees(join(folder, name, sensor)));
  }
  const credible = values.filter((value) => value > -100 && value < 250 && value !== 0);
  return credible.length === 0 ? null : Math.max(...credible);
}

const names = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

async function milliDegrees(path: string): Promise<number> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.trim() === '' ? NaN : Number(text) / 1000;
}
