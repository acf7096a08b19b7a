import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StepFailed } from '../api/step-failed';
import { Processes, type ProcessesEvents } from './processes';

/** Programs of the repository that the demonstration starts. */
export interface Programs {
  /** `npm start`, and `npm run distributed`. */
  readonly system: Readonly<Record<'standalone' | 'distributed', string>>;
  /** Bundles the agent; answers with its file. */
  readonly agent: () => Promise<string>;
}

/** A folder and the programs that run in it. */
export interface Plant {
  readonly folder: string;
  readonly processes: Processes;
  readonly password: string;
  /** Where the system answers, once it does. */
  address?: string;
  /** Cameras, and whatever else must end before the programs do. */
  readonly closing: (() => Promise<void>)[];
  /** Ends everything; `keep`: what was written stays, to be looked at. */
  close(keep: boolean): Promise<void>;
}

export const openPlant = async (data: string | undefined, on: ProcessesEvents): Promise<Plant> => {
  const folder = data ?? (await mkdtemp(join(tmpdir(), 'tutti-demo-')));
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0)
    throw new StepFailed(`It begins anew in a folder of its own, and ${folder} is not empty.`, '--data');
  const processes = new Processes(on);
  const closing: (() => Promise<void>)[] = [];
  return {
    folder,
    processes,
    password: `demo-${randomBytes(6).toString('hex')}`,
    closing,
    close: async (keep) => {
      for (const close of closing.splice(0).reverse()) await close();
      await processes.stop();
      if (data === undefined && !keep) await rm(folder, { recursive: true, force: true });
    },
  };
};

interface SystemStart {
  readonly entry: string;
  readonly port: number;
  /** What it says while it builds what is missing. */
  readonly onProgress: (line: string) => void;
}

/** Starts the whole system, as a user does; answers with its URL. */
export const startSystem = (plant: Plant, { entry, port, onProgress }: SystemStart): Promise<string> =>
  new Promise((resolve) => {
    let ready = false;
    const data = join(plant.folder, 'system');
    plant.processes.start({
      name: 'Tutti',
      args: [entry, '--data', data, '--port', String(port), '--no-agent'],
      env: { GRPC_PORT: '0', TUTTI_ADMIN_PASSWORD: plant.password },
      logFile: join(plant.folder, 'system.txt'),
      onLine: (line) => {
        const url = /Console\s+(https?:\S+)/.exec(line)?.[1];
        if (url !== undefined) resolve((plant.address = url));
        ready ||= line.startsWith('Tutti is ready');
        if (!ready) onProgress(line);
      },
    });
  });

interface EdgeStart {
  readonly entry: string;
  readonly url: string;
  readonly token: string;
  readonly serial: string;
  readonly images: string;
}

/** One edge: the agent as any device runs it, with nothing but an address, a token and a folder of pictures. */
export const startEdge = async (
  plant: Plant,
  { entry, url, token, serial, images }: EdgeStart,
): Promise<void> => {
  const data = join(plant.folder, serial);
  const models = join(data, 'models');
  await mkdir(models, { recursive: true, mode: 0o700 });
  const pictures = ['--images', images, '--images-once', 'yes', '--inference-interval', '0', '--rate', '0'];
  plant.processes.start({
    name: serial,
    isKept: true,
    args: [
      ...[entry, '--url', url, '--serial', serial, '--data', data, '--models', models, '--port', '0'],
      ...[...pictures, '--threads', '1'],
    ],
    env: { TUTTI_TOKEN: token },
    logFile: join(plant.folder, `${serial}.txt`),
  });
};
