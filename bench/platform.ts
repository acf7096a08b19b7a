import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUser, encodeUser, fromSeed } from '@nats-io/jwt';
import { connect, jwtAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import {
  connectNats,
  initNats,
  provision,
  startNatsServer,
  type NatsServer,
  type NatsSetup,
} from '@tutti/nats-server';
import { natsServerForTests } from '@tutti/testing';

/** A nats-server with the product's accounts, durable as in production. */
export interface BenchNats {
  readonly dir: string;
  readonly setup: NatsSetup;
  readonly url: string;
  readonly monitorUrl: string;
  /** Of the process that runs now. */
  readonly pid: () => number;
  /** Ends it as a crash would and starts it again on the same ports; answers how long it was gone, in milliseconds. */
  readonly crash: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

export const startNats = async (): Promise<BenchNats> => {
  const dir = await mkdtemp(join(tmpdir(), 'tutti-bench-'));
  const setup = await initNats({ dir: join(dir, 'nats'), workspace: 'bench' });
  const binary = await natsServerForTests();
  const paths = { storeDir: join(dir, 'store'), logFile: join(dir, 'nats-server.log') };
  const start = (port: number | 'free', monitorPort: number | 'free'): Promise<NatsServer> =>
    startNatsServer({ binary, setup, ...paths, port, monitorPort });
  const { url, monitorUrl, ...first } = await start('free', 'free');
  let server: NatsServer = { url, monitorUrl, ...first };
  process.once('exit', () => void server.kill9());
  const connection = await connectNats({ url, user: 'setup', credsFile: setup.credsFor('setup') });
  await provision(connection, { telemetryBytes: 1024 ** 3 });
  await connection.close();
  return {
    ...{ dir, setup, url, monitorUrl },
    pid: () => server.pid,
    crash: async () => {
      const began = performance.now();
      await server.kill9();
      server = await start(Number(new URL(url).port), Number(new URL(monitorUrl).port));
      return performance.now() - began;
    },
    stop: async () => {
      await server.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
};

/**
 * A connection in the devices' account that may speak for all of them: rights are filled in from the name, and this
 * name is a wildcard. The product issues no such pass.
 */
export const connectGateway = async ({ setup, url }: BenchNats): Promise<NatsConnection> => {
  const key = createUser();
  const signer = fromSeed(await readFile(setup.edge.signingSeedFile));
  const jwt = await encodeUser('*', key, setup.edge.accountPublicKey, {}, { signer, scopedUser: true });
  return connect({
    servers: url,
    authenticator: jwtAuthenticator(jwt, key.getSeed()),
    inboxPrefix: '_INBOX.gateway',
  });
};

/** Seconds of processor time that a process has used so far. */
export const cpuSeconds = (pid: number): number => {
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = rest.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

/** Bytes that a process has in memory. */
export const residentBytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;

/** This benchmark again, as another process that does one part of it. */
export class Part {
  readonly pid: number;
  private readonly child: ChildProcess;

  /** `prefix`: before its command line, where it is to run elsewhere. */
  constructor(file: string, options: object, [program, ...prefix]: readonly string[] = []) {
    const elsewhere =
      program === undefined ? {} : { execPath: program, execArgv: [...prefix, process.execPath] };
    this.child = fork(file, ['part', JSON.stringify(options)], elsewhere);
    this.pid = this.child.pid ?? 0;
    process.once('exit', () => this.child.kill('SIGKILL'));
  }

  /** One request at a time. */
  ask<Answer>(question: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const gone = (): void => reject(new Error(`The part ended instead of answering "${question}".`));
      this.child.once('exit', gone);
      this.child.once('message', (answer) => {
        this.child.off('exit', gone);
        resolve(answer as Answer);
      });
      this.child.send(question);
    });
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.disconnect();
    await gone;
  }

  /** As a power cut would. */
  async kill9(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await gone;
  }
}

/** What a part was started with; undefined in the benchmark itself. */
export const partOptions = <Options>(): Options | undefined =>
  process.argv[2] === 'part' ? (JSON.parse(process.argv[3] ?? '{}') as Options) : undefined;

/** Answers the questions of the benchmark, in a part of it. */
export const answer = (answers: Readonly<Record<string, () => unknown>>): void => {
  process.once('disconnect', () => process.exit());
  process.on('message', (question: string) => {
    void Promise.resolve(answers[question]?.()).then((found) => process.send?.(found ?? null));
  });
};
