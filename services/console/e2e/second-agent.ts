import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

export interface SecondAgent {
  readonly output: () => string;
  readonly dispose: () => Promise<void>;
}

/** Another device on this machine, as a person starts it; without a token it asks and waits. */
export const startAgent = async (
  url: string,
  serial: string,
  flags: readonly string[] = [],
): Promise<SecondAgent> => {
  const data = await mkdtemp(join(tmpdir(), 'tutti-agent-'));
  const given = ['--url', url, '--serial', serial, '--data', data, '--port', '0', ...flags];
  const child = spawn(process.execPath, [join(root, 'infra/dev/agent.mjs'), ...given], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk));
  const exited = new Promise((done) => child.once('exit', done));
  return {
    output: () => printed,
    dispose: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
      await rm(data, { recursive: true, force: true });
    },
  };
};
