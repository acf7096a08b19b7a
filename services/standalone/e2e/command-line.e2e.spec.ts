import { startSystem } from '@tutti/testing';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { password } from './client';

const env = { TUTTI_ADMIN_PASSWORD: password, GRPC_PORT: '0' };
const root = resolve(import.meta.dirname, '../../..');

describe('in a terminal', () => {
  it('Ctrl-C in a terminal, where npm passes it on a second time, ends in good order', async () => {
    const data = await mkdtemp(join(tmpdir(), 'tutti-tty-'));
    const command = `npm start -- --data ${data} --port 0 --no-agent`;
    const terminal = spawn('script', ['-qfec', command, '/dev/null'], {
      cwd: root,
      env: { ...process.env, ...env },
    });
    let printed = '';
    terminal.stdout.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk));
    await expect.poll(() => printed, { timeout: 60_000 }).toContain('Ctrl-C stops everything');
    terminal.stdin.write('\x03');
    await new Promise((done) => terminal.once('exit', done));
    expect(printed).toContain('Stopped. Nothing is lost');
    await rm(data, { recursive: true });
  });
});

describe('the command line', () => {
  const run = async (...args: string[]): Promise<{ code: number | null; output: string }> => {
    const child = spawn(process.execPath, [join(root, 'infra/dev/start.mjs'), ...args], {
      cwd: root,
      env: { ...process.env, ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    const code = await new Promise<number | null>((done) => child.once('exit', done));
    return { code, output };
  };

  it('--help says what is possible', async () => {
    const { code, output } = await run('--help');
    expect(code).toBe(0);
    for (const option of ['--data', '--port', '--images', '--no-agent', 'TUTTI_ADMIN_PASSWORD'])
      expect(output).toContain(option);
  });

  it.each([[['--port', 'many']], [['--colour', 'red']], [['surplus']]])(
    '%j is refused with a hint',
    async (args) => {
      const { code, output } = await run(...args);
      expect(code).toBe(1);
      expect(output).toContain('--help');
    },
  );

  it('a port that is taken is named', async () => {
    const data = await mkdtemp(join(tmpdir(), 'tutti-port-'));
    const system = await startSystem({ env, args: ['--no-agent'] });
    const { code, output } = await run('--data', data, '--port', new URL(system.url).port, '--no-agent');
    expect(code).toBe(1);
    expect(output).toContain(new URL(system.url).port);
    expect(output).toContain('--port');
    await system.dispose();
    await rm(data, { recursive: true });
  });
});
