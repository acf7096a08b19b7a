import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

/** One machine of two: a network namespace of its own. */
export interface Machine {
  readonly address: string;
  /** To run a program there: this before its command line. */
  readonly prefix: readonly string[];
}

/** Two machines with a cable between them, as far as the network goes. Needs root; see `vitest.config.ts`. */
export interface TwoMachines {
  readonly platform: Machine;
  readonly device: Machine;
  /** 2 Mbit/s, and a quarter of all packets is lost, in both directions. */
  impair(): void;
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

/** netem is in few kernels: a token bucket for the rate, a firewall for the loss. */
const impair = (name: string, { prefix }: Machine): void => {
  const limit = ['rate', '2mbit', 'burst', '32kbit', 'latency', '400ms'];
  run(...prefix, 'tc', 'qdisc', 'replace', 'dev', 'cable', 'root', 'tbf', ...limit);
  const table = 'table inet loss { chain out { type filter hook output priority 0; }; }';
  const rule = 'add rule inet loss out oifname "cable" numgen random mod 100 < 25 drop';
  execFileSync('ip', ['netns', 'exec', name, 'nft', '-f', '-'], { input: `${table}\n${rule}\n` });
};

/** Unix sockets do not belong to a network namespace: the way in for a test that stays outside. */
const relay = `const { connect, createServer } = require('node:net');
createServer((near) => {
  const far = connect(Number(process.argv[2]), '127.0.0.1');
  near.pipe(far).pipe(near);
  for (const [one, other] of [[near, far], [far, near]]) one.on('error', () => other.destroy());
}).listen(process.argv[1], () => console.log('ready'));`;

const said = async (child: ChildProcess, word: string): Promise<void> => {
  let heard = '';
  for await (const chunk of child.stdout ?? []) {
    heard += String(chunk);
    if (heard.includes(word)) return;
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
  for await (const chunk of recorder.stderr ?? []) if (String(chunk).includes('listening')) break;
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
    impair: () => machines.forEach((one, index) => impair(names[index] ?? '', one)),
    cut: () => link('down'),
    mend: () => link('up'),
    reach: async (one, port) => {
      const path = join(dir, `${one.address}-${port}.sock`);
      rmSync(path, { force: true });
      await said(start(one, process.execPath, '-e', relay, path, String(port)), 'ready');
      return path;
    },
    record: () => record(start, platform, join(dir, 'cable.pcap')),
    dispose: async () => {
      await end();
      for (const name of names) run('ip', 'netns', 'del', name);
    },
  };
};
