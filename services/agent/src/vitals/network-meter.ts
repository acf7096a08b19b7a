import { readFile } from 'node:fs/promises';

export interface Traffic {
  readonly rx: number;
  readonly tx: number;
}

/** Loopback and what containers and bridges add would be counted twice. */
const virtual = /^(lo|veth|docker|br-|virbr|cni|flannel|cali|tun|tap|dummy)/;

/** Sums received and sent bytes of `/proc/net/dev`. */
export function parseTraffic(text: string): Traffic {
  let rx = 0;
  let tx = 0;
  for (const line of text.split('\n')) {
    const [name, counters] = line.split(':');
    if (name === undefined || counters === undefined || virtual.test(name.trim())) continue;
    const fields = counters.trim().split(/\s+/).map(Number);
    rx += fields[0] ?? 0;
    tx += fields[8] ?? 0;
  }
  return { rx, tx };
}

/** Bytes per second since it was last asked; zero where the system does not tell. */
export class NetworkMeter {
  private before: (Traffic & { at: number }) | undefined;

  constructor(private readonly path = '/proc/net/dev') {}

  async read(): Promise<Traffic> {
    const text = await readFile(this.path, 'utf8').catch(() => undefined);
    if (text === undefined) return { rx: 0, tx: 0 };
    const now = { ...parseTraffic(text), at: performance.now() };
    const before = this.before ?? now;
    this.before = now;
    const seconds = (now.at - before.at) / 1000;
    const rate = (from: number, to: number): number => (seconds <= 0 ? 0 : Math.max(0, to - from) / seconds);
    return { rx: rate(before.rx, now.rx), tx: rate(before.tx, now.tx) };
  }
}
