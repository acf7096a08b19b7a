import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { arch, availableParallelism, cpus, release, totalmem, type, version } from 'node:os';
import { promisify } from 'node:util';
import type { Hardware, OperatingSystem } from '@tutti/contracts/devices';

const run = promisify(execFile);
const fitting = (text: string): string => text.replaceAll('\0', '').trim().slice(0, 128);
const read = (path: string): Promise<string> => readFile(path, 'utf8').then(fitting, () => '');

export async function describeHardware(): Promise<Hardware> {
  const [model, gpu] = await Promise.all([boardName(), gpuName()]);
  return {
    ...(model === '' ? {} : { model }),
    arch: arch(),
    cpu: fitting(cpus()[0]?.model ?? '') || 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    ...(gpu === '' ? {} : { gpu }),
  };
}

export async function describeSystem(): Promise<OperatingSystem> {
  const told = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const name = /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(told);
  return { name: fitting(name?.[1] ?? `${type()} ${version()}`), release: fitting(release()) };
}

/** Single-board computers tell it in the device tree, PCs in the BIOS tables. */
async function boardName(): Promise<string> {
  return (await read('/proc/device-tree/model')) || (await read('/sys/class/dmi/id/product_name'));
}

/** Empty where there is no NVIDIA GPU: a name is only told when it is known. */
async function gpuName(): Promise<string> {
  const folder = '/proc/driver/nvidia/gpus';
  for (const slot of await readdir(folder).catch(() => [])) {
    const information = await readFile(`${folder}/${slot}/information`, 'utf8').catch(() => '');
    const model = /^Model:\s*(.+)$/m.exec(information)?.[1];
    if (model !== undefined) return fitting(model);
  }
  const asked = run('nvidia-smi', ['--query-gpu=name', '--format=csv,noheader'], { timeout: 5000 });
  return asked.then(
    ({ stdout }) => fitting(stdout.split('\n')[0] ?? ''),
    () => '',
  );
}
