import { readFile, statfs } from 'node:fs/promises';
import { freemem, totalmem, uptime } from 'node:os';
import type { VitalsEntry } from '@tutti/contracts/devices';
import { CpuMeter } from './cpu-meter';
import { NetworkMeter } from './network-meter';
import { temperature } from './temperature';

/** How the machine is: what `vitals` telemetry carries. */
export class VitalsReader {
  private readonly cpu = new CpuMeter();
  private readonly network = new NetworkMeter();

  /** The disk of `folder` is the one that is watched. */
  constructor(private readonly folder: string) {}

  async read(): Promise<Omit<VitalsEntry, 'seq' | 'at'>> {
    const [traffic, disk, available, temperatureCelsius] = await Promise.all([
      this.network.read(),
      statfs(this.folder),
      availableMemory(),
      temperature(),
    ]);
    return {
      cpu: this.cpu.read(),
      memoryUsedBytes: Math.max(0, totalmem() - available),
      memoryTotalBytes: totalmem(),
      diskUsedBytes: (disk.blocks - disk.bfree) * disk.bsize,
      diskTotalBytes: disk.blocks * disk.bsize,
      temperatureCelsius,
      networkRxBytesPerSecond: traffic.rx,
      networkTxBytesPerSecond: traffic.tx,
      uptimeSeconds: uptime(),
      agentMemoryBytes: process.memoryUsage.rss(),
    };
  }
}

/** Linux counts caches as free; elsewhere what Node knows. */
async function availableMemory(): Promise<number> {
  const told = await readFile('/proc/meminfo', 'utf8').catch(() => '');
  const kilobytes = /^MemAvailable:\s+(\d+) kB$/m.exec(told)?.[1];
  return kilobytes === undefined ? freemem() : Number(kilobytes) * 1024;
}
