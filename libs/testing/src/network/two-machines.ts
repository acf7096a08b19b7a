import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** One machine of two: a network namespace of its own. */
export interface Machine {
  readonly address: string;
  /** To run a program there: this before its command line. */
  readonly prefix: readonly string[];
}

/** How bad a cable is, in both directions. */
export interface BadLink {
  readonly kilobits: number;
  /** Of all packets. */
  readonly lossPercent: number;
}

const usualBadLink: BadLink = { kilobits: 2000, lossPercent: 25 };

/** Two machines with a cable between them, as far as the network goes. Needs root; see `vitest.config.ts`. */
export interface TwoMachines {
  readonly platform: Machine;
  readonly device: Machine;
  /** 2 Mbit/s, and a quarter of all packets is lost, when no other link is named. */
  impair(link?: BadLink): void;
  /** What a machine has put on the cable: headers and repeats, too. */
  sentBytes(machine: Machine): number;
  cut(): void;
  mend(): void;
  /** Answers with a path: who connects to it is connected to this port of the machine's loopback. */
  reach(machine: Machine, port: number): Promise<string>;
  /** Records what passes the cable, until the answer is called, which gives the file (pcap). */
  record(): Promise<() => Promise<string>>;
  dispose(): Promise<void>;
}

const run = (...command: readonly string[]): void => {
  const [program = '', ...args] = command;
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
};

const machine = (name: string, address: string): Machine => ({
  address,
  prefix: ['ip', 'netns', 'exec', name],
});

const setUp = (names: readonly [string, string], machines: readonly [Machine, Machine]): void => {
  for (const name of names) run('ip', 'netns', 'add', name);
  const [first, second] = names;
  run('ip', '-n', first, 'link', 'add', 'cable', 'type', 'veth', 'peer', 'name', 'cable', 'netns', second);
  for (const [index, { address }] of machines.entries()) {
    const name = names[index] ?? '';
    run('ip', '-n', name, 'addr', 'add', `${address}/24`, 'dev', 'cable');
    for (const link of ['lo', 'cable']) run('ip', '-n', name, 'link', 'set', link, 'up');
  }
};

/**
 * netem is in few kernels: a token bucket for the rate, a firewall for the loss. It drops what arrives: of what it dropped
 * on the way out the sender would know. Packets are not put together, or several were lost at once.
 */
const impair = (name: string, { prefix }: Machine, { kilobits, lossPercent }: BadLink): void => {
  const limit = ['rate', `${kilobits}kbit`, 'burst', '32kbit', 'latency', '400ms'];
  run('ip', '-n', name, 'link', 'set', 'cable', 'gso_max_segs', '1');
  run(...prefix, 'tc', 'qdisc', 'replace', 'dev', 'cable', 'root', 'tbf', ...limit);
  const table = 'table inet loss { chain in { type filter hook prerouting priority -300; }; }';
  const rule = `add rule inet loss in iifname "cable" numgen random mod 100 < ${lossPercent} drop`;
  execFileSync('ip', ['netns', 'exec', name, 'nft', '-f', '-'], { input: `${table}\n${rule}\n` });
};

const sentBytes = (name: string): number => {
  const told = execFileSync('ip', ['-n', name, '-s', '-j', 'link', 'show', 'cable'], { encoding: 'utf8' });
  const [link] = JSON.parse(told) as readonly {
    readonly stats64: { readonly tx: { readonly bytes: number } };
  }[];
  return link?.stats64.tx.bytes ?? 0;
};

/** Unix sockets do not belong to a network namespace: the way in for a test that stays outside. */
const relay = `const { connect, createServer } = require('node:net');
createServer((near) => {
  const far = connect(Number(process.argv[2]), '127.0.0.1');
  near.pipe(far).pipe(near);
  for (const [one, other] of [[near, far], [far, near]]) one.on('error', () => other.destroy());
}).listen(process.argv[1], () => console.log('ready'));`;

/** The stream stays open: a program that has more to say would die of it. */
const said = async (output: Readable | null, word: string): Promise<void> => {
  let heard = '';
  for await (const chunk of output?.iterator({ destroyOnReturn: false }) ?? []) {
    heard += String(chunk);
    if (heard.includes(word)) return void output?.resume();
  }
  throw new Error(`the program ended before it said "${word}": ${heard}`);
};

const ended = async (child: ChildProcess): Promise<void> => {
  const exit = once(child, 'exit');
  if (child.exitCode === null && child.signalCode === null && child.kill('SIGINT')) await exit;
};

type Start = (machine: Machine, ...args: string[]) => ChildProcess;

/** Programs on the machines, and a way to end them all. */
const programs = () => {
  const children: ChildProcess[] = [];
  const start: Start = ({ prefix: [program = '', ...prefix] }, ...args) => {
    const child = spawn(program, [...prefix, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    return child;
  };
  return { start, end: () => Promise.all(children.map(ended)) };
};

const record = async (start: Start, machine: Machine, file: string): Promise<() => Promise<string>> => {
  const recorder = start(machine, 'tcpdump', '-i', 'cable', '-U', '-s', '0', '-Z', 'root', '-w', file, 'tcp');
  await said(recorder.stderr, 'listening');
  return async () => {
    await ended(recorder);
    return file;
  };
};

/** `dir` is the caller's, for sockets and recordings. */
export const connectTwoMachines = (dir: string): TwoMachines => {
  const names = [`tutti-${process.pid}-a`, `tutti-${process.pid}-b`] as const;
  const machines = [machine(names[0], '10.99.0.1'), machine(names[1], '10.99.0.2')] as const;
  const [platform, device] = machines;
  const { start, end } = programs();
  const link = (state: 'up' | 'down'): void => run('ip', '-n', names[0], 'link', 'set', 'cable', state);
  setUp(names, machines);
  return {
    platform,
    device,
    impair: (bad = usualBadLink) => machines.forEach((one, index) => impair(names[index] ?? '', one, bad)),
    sentBytes: (one) => sentBytes(names[machines.indexOf(one)] ?? ''),
    cut: () => link('down'),
    mend: () => link('up'),
    reach: async (one, port) => {
      const path = join(dir, `${one.address}-${port}.sock`);
      rmSync(path, { force: true });
      await said(start(one, process.execPath, '-e', relay, path, String(port)).stdout, 'ready');
      return path;
    },
    record: () => record(start, platform, join(dir, 'cable.pcap')),
    dispose: async () => {
      await end();
      for (const name of names) run('ip', 'netns', 'del', name);
    },
  };
};
