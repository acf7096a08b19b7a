// A Chromium for the browser tests: CHROMIUM_BIN, PATH, or Debian's package when this may be installed.
import { execFileSync, spawnSync } from 'node:child_process';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

export function findChromium() {
  if (process.env.CHROMIUM_BIN) return process.env.CHROMIUM_BIN;
  return inPath() ?? installed() ?? missing();
}

function inPath() {
  for (const name of names) {
    const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
    if (found.status === 0) return found.stdout.trim();
  }
  return undefined;
}

function installed() {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return undefined;
  console.log('Installing Chromium for the browser tests (once) …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '-y', '--no-install-recommends', 'chromium'];
  try {
    execFileSync('apt-get', install, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  } catch {
    execFileSync('apt-get', ['update'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    execFileSync('apt-get', install, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return inPath();
}

function missing() {
  console.error(
    'The browser tests need Chromium, and it cannot be installed from here (that needs root and apt).\n' +
      'Install it (for example `sudo apt install chromium`) or set CHROMIUM_BIN to its path.',
  );
  process.exit(1);
}
