import { startSystem } from '@tutti/testing';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
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

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

const runProgram = async (
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<Ended> => {
  const child = spawn(process.execPath, [...args], {
    cwd: root,
    env: { ...process.env, ...env, ...settings },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, output };
};

const start = join(root, 'infra/dev/start.mjs');
const run = (...args: string[]): Promise<Ended> => runProgram([start, ...args], {});

describe('the command line', () => {
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

  it('a data folder that another process uses is named in a line; the trace is in its log', async () => {
    const system = await startSystem({ env, args: ['--no-agent'] });
    const { code, output } = await run('--data', system.data, '--port', '0', '--no-agent');
    expect(code).toBe(1);
    expect(output).toContain(`Process ${system.pid} uses ${system.data}`);
    expect(output).not.toMatch(/^ +at /m);
    expect(await readFile(join(system.data, 'tutti.log'), 'utf8')).toMatch(/StoreInUse.*\\n +at /);
    await system.dispose();
  });
});

describe('beyond this machine', () => {
  it('--insecure says so, loudly; without it everything is encrypted', async () => {
    const beyond = ['--host', '0.0.0.0', '--no-agent'];
    const plain = await startSystem({ env, args: [...beyond, '--insecure'] });
    expect(plain.url).toMatch(/^http:/);
    expect(plain.output()).toContain('NOT ENCRYPTED (--insecure)');
    expect(await readFile(join(plain.data, 'tutti.log'), 'utf8')).toContain('Nothing is encrypted');
    await plain.dispose();
    const encrypted = await startSystem({ env, args: beyond });
    expect(encrypted.url).toMatch(/^https:/);
    expect(encrypted.output()).not.toContain('NOT ENCRYPTED');
    expect(encrypted.output()).toMatch(/Authority {2}sha256:/);
    await encrypted.dispose();
  });

  it.each(['npm start', 'a service'])(
    '%s refuses a NATS server there that is not encrypted',
    async (which) => {
      const data = await mkdtemp(join(tmpdir(), 'tutti-plain-'));
      const script = join(root, 'infra/dev/bundle.mjs');
      const { bundle } = (await import(pathToFileURL(script).href)) as {
        bundle: (entry: string, name: string) => Promise<string>;
      };
      const args =
        which === 'a service'
          ? [await bundle('services/summary/src/main.ts', 'summary/main')]
          : [start, '--data', data, '--port', '0', '--no-agent'];
      const places = { DATABASE_URL: `sqlite:${data}`, BLOBS: `folder:${join(data, 'blobs')}` };
      const settings = { NATS_URL: 'nats://192.0.2.1:4222', SERVICE_SETUP_DIR: data, ...places };
      const { code, output } = await runProgram(args, settings);
      await rm(data, { recursive: true });
      expect(code).toBe(1);
      expect(output).toContain('NATS_URL: nats://192.0.2.1:4222 is not encrypted');
      expect(output).not.toMatch(/^ +at /m);
    },
  );
});
