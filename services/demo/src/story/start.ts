import { join } from 'node:path';
import type { Device } from '@tutti/contracts/devices';
import { Patience } from '../api/patience';
import { Tutti } from '../api/tutti';
import type { DemoOptions } from '../options';
import { LineCamera } from '../plant/line-camera';
import { type Plant, type Programs, startEdge, startSystem } from '../plant/plant';
import type { Narrator } from '../terminal/narrator';
import { Stopwatch } from '../terminal/stopwatch';
import { usualBelt } from './belt';
import { type Line, type Story, cameraTag, pageOf } from './story';

const serials = ['Line-1', 'Line-2', 'Line-3'] as const;
const picturesPerSecond = 4;
/** Bears no relation to that of the training pictures: the cameras show none of them again. */
const firstSeed = 101;

export interface Beginning {
  readonly options: DemoOptions;
  readonly programs: Programs;
  readonly plant: Plant;
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
}

/** The system, and three edges that join it. */
export const start = async (beginning: Beginning): Promise<Story> => {
  const { options, programs, plant, narrator, signal } = beginning;
  const watch = new Stopwatch();
  const patience = new Patience(signal);
  const kind = options.distributed ? 'distributed' : 'standalone';
  narrator.chapter(
    options.distributed
      ? 'Tutti starts: two processes of each service, MariaDB, a trainer beside them'
      : 'Tutti starts: everything in one process, a trainer beside it',
  );
  const tutti = await watch.time('Start the system', async () => {
    const ended = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    const onProgress = (line: string): void => narrator.waiting(line.trim() || 'Tutti starts …');
    const url = await Promise.race([
      startSystem(plant, { entry: programs.system[kind], port: options.port, onProgress }),
      ended,
    ]);
    return new Tutti(url, { name: 'admin', password: plant.password }, signal);
  });
  narrator.say(
    `Console   ${narrator.bold(tutti.url)}   user ${narrator.bold('admin')}   password ${narrator.bold(plant.password)}`,
  );
  narrator.chapter(
    `${serials.length} edges join, each a process of its own with a SIMULATED camera above a belt`,
  );
  const truth = new Map<string, string>();
  const story = { options, plant, tutti, patience, narrator, watch, truth };
  const lines = await watch.time('Edges join', () => joinAll(story, programs));
  narrator.done(`${lines.length} edges are online: ${pageOf(story, 'edges')}`);
  return { ...story, lines };
};

type Joining = Omit<Story, 'lines'>;

const joinAll = async (story: Joining, programs: Programs): Promise<readonly Line[]> => {
  const { tutti, patience, narrator, plant } = story;
  const { token } = await tutti.post<{ readonly token: string }>('enrolment-tokens', {
    ...{ note: 'Demonstration', ttlSeconds: 3600, maxUses: serials.length, autoAccept: true },
    tags: { camera: cameraTag },
  });
  const entry = await programs.agent();
  for (const serial of serials) {
    const images = imagesOf(plant, serial);
    await startEdge(plant, { entry, url: tutti.url, token, serial, images });
  }
  narrator.waiting('Edges make their keys and ask to join …');
  const devices = await patience.until(
    { what: `Joining of ${serials.length} edges`, where: `${plant.folder}/Line-1.txt` },
    async () => {
      const online = (await tutti.all<Device>('devices')).filter(
        ({ connectivity }) => connectivity === 'online',
      );
      return online.length === serials.length ? online : undefined;
    },
  );
  return Promise.all(
    serials.map(async (serial, at) => {
      const deviceId = devices.find((device) => device.serial === serial)?.id ?? '';
      const rate = picturesPerSecond * story.options.speed;
      const options = { folder: imagesOf(plant, serial), seed: firstSeed + at, picturesPerSecond: rate };
      const camera = await LineCamera.open(options, usualBelt, story.truth);
      plant.closing.push(() => camera.stop());
      return { serial, deviceId, camera };
    }),
  );
};

const imagesOf = (plant: Plant, serial: string): string => join(plant.folder, 'cameras', serial);
