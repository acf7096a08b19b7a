import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The browser of these tests: `npm test` names it; else the first one in PATH. */
export const chromiumPath = (env: NodeJS.ProcessEnv = process.env): string => {
  if (env['CHROMIUM_BIN'] !== undefined) return env['CHROMIUM_BIN'];
  const folders = (env['PATH'] ?? '').split(delimiter);
  const found = folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
  if (found === undefined) throw new Error('The browser tests need Chromium: set CHROMIUM_BIN to its path.');
  return found;
};
