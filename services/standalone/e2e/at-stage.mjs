// Loaded before an agent (node --import). The file in AT_STAGE orders one thing, which is done once:
// `{ "stage": "verified" }` kills the agent (-9) right after it wrote down that a deployment has come so far ("ended": is
// over), and with "run" a command is run there instead. `{ "part": { "folder": "…", "bytes": 1000 }, "run": […] }` waits for
// so many bytes of a model.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

const order = () => {
  try {
    return JSON.parse(readFileSync(process.env.AT_STAGE, 'utf8'));
  } catch {
    return undefined;
  }
};

const obey = ({ run }) => {
  rmSync(process.env.AT_STAGE);
  if (run) execFileSync(run[0], run.slice(1));
  else process.kill(process.pid, 'SIGKILL');
};

const { rename, open } = files;
files.rename = async (from, to) => {
  await rename(from, to);
  if (!String(to).endsWith('deployment.json')) return;
  const asked = order();
  if (asked?.stage === (JSON.parse(readFileSync(to, 'utf8')).open?.stage ?? 'ended')) obey(asked);
};
syncBuiltinESMExports();

const has = ({ folder, bytes }) =>
  readdirSync(folder).some((name) => name.endsWith('.part') && statSync(join(folder, name)).size >= bytes);

const some = await open(process.execPath);
const handles = Object.getPrototypeOf(some);
await some.close();
const { appendFile } = handles;
handles.appendFile = async function (...chunk) {
  await appendFile.apply(this, chunk);
  const asked = order();
  if (asked?.part && has(asked.part)) obey(asked);
};
