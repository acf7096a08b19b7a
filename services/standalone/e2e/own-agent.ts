import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '@tutti/nats-server/testing';
import { expect } from 'vitest';
import type { Client } from './client';
import { post } from './dataset.client';

const program = join(repositoryRoot(), 'infra/dev/agent.mjs');
const preload = pathToFileURL(join(import.meta.dirname, 'at-stage.mjs')).href;

/** What is to happen at one moment of a deployment: death (-9), or a command. */
type Order =
  | { readonly stage: string; readonly run?: readonly string[] }
  | { readonly part: { readonly folder: string; readonly bytes: number }; readonly run: readonly string[] };

/** A real agent beside a system that has none of its own; it begins anew at once, as often as it dies. */
export class OwnAgent {
  readonly data: string;
  private readonly order: string;
  private readonly running: Promise<void>;
  private child: ChildProcess | undefined;
  private isStopping = false;

  private constructor(
    private readonly folder: string,
    private readonly args: readonly string[],
  ) {
    this.data = join(folder, 'agent');
    this.order = join(folder, 'order.json');
    this.running = this.run();
  }

  /** `mounted` may lay something else where its data will lie. */
  static async join(client: Client, mounted: (data: string) => void = () => undefined): Promise<OwnAgent> {
    const folder = await mkdtemp(join(tmpdir(), 'tutti-agent-'));
    await mkdir(join(folder, 'agent'));
    mounted(join(folder, 'agent'));
    const asked = { ttlSeconds: 3600, maxUses: 1, autoAccept: true };
    const { token } = await post<{ token: string }>(client, 'enrolment-tokens', asked);
    return new OwnAgent(folder, ['--url', client.url, '--token', token]);
  }

  /** Once, from now on. */
  async at(order: Order): Promise<void> {
    await writeFile(this.order, JSON.stringify(order));
  }

  async happened(): Promise<void> {
    await expect.poll(() => existsSync(this.order), { timeout: 60_000 }).toBe(false);
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    this.child?.kill('SIGTERM');
    await this.running;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private async run(): Promise<void> {
    const own = ['--data', this.data, '--port', '0', '--rate', '20', '--supervised', 'no'];
    const args = ['--import', preload, program, ...this.args, ...own, '--log-level', 'error'];
    while (!this.isStopping) {
      const env = { ...process.env, AT_STAGE: this.order };
      this.child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'], env });
      await once(this.child, 'exit');
    }
  }
}
