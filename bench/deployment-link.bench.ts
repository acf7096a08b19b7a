import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { artifactClientOf, ArtifactPeer, type Fetched, fetchArtifact, modelOf } from '@tutti/agent/testing';
import { type BadLink, connectTwoMachines, type TwoMachines } from '@tutti/testing';
import { answer, Part, partOptions } from './platform';
import { type Figure, report } from './report';

/**
 * A model over a bad line: 256 kbit/s, 30 % of all packets lost in both directions, to an agent's own fetching. What the
 * server's machine puts on the cable, all headers and repeats among it, to the size of the model; then the same with the
 * agent killed (kill -9) again and again, and with the cable pulled. Packets of 1514 bytes, of which 1460 are the model's and 30 % are
 * lost, make 1.48 the least. Needs root, as two machines do.
 */

const link: BadLink = { kilobits: 256, lossPercent: 30 };
const size = 512 * 1024;
const troubleEveryMs = 15_000;
const cutMs = 2000;

type Order =
  | { readonly role: 'platform'; readonly file: string; readonly host: string }
  | {
      readonly role: 'device';
      readonly folder: string;
      readonly url: string;
      readonly artifact: ArtifactPeer['artifact'];
    };

const run = async (order: Order): Promise<void> => {
  if (order.role === 'platform') {
    const { url, artifact } = await ArtifactPeer.start(await readFile(order.file), order.host);
    answer({ place: () => ({ url, artifact }) });
    return;
  }
  const { folder, url, artifact } = order;
  const fetching = {
    access: artifactClientOf(url),
    model: modelOf(artifact),
    folder,
    freeBytes: () => Promise.resolve(Number.MAX_SAFE_INTEGER),
    onProgress: () => undefined,
    signal: AbortSignal.timeout(3_600_000),
  };
  answer({ ready: () => true, fetch: () => fetchArtifact(fetching) });
};

interface Place {
  readonly url: string;
  readonly artifact: ArtifactPeer['artifact'];
}

const later = (ms: number): Promise<undefined> =>
  new Promise((resolve) => setTimeout(() => resolve(undefined), ms));

/** Ends with the model; `trouble` comes every so often until then, and answers with the device that goes on. */
const fetched = async (
  device: Part,
  trouble: (device: Part) => Promise<Part>,
): Promise<{ readonly device: Part; readonly troubles: number }> => {
  let [current, troubles] = [device, 0];
  for (let asked: Promise<Fetched | undefined> | undefined; ;) {
    asked ??= current.ask<Fetched>('fetch').catch(() => undefined);
    if (await Promise.race([asked, later(troubleEveryMs)])) return { device: current, troubles };
    troubles++;
    const next = await trouble(current);
    if (next !== current) [current, asked] = [next, undefined];
  }
};

interface Round {
  /** Sent to the size. */
  readonly ratio: number;
  readonly seconds: number;
  readonly troubles: number;
}

const round = async (
  machines: TwoMachines,
  begin: () => Promise<Part>,
  trouble: (device: Part) => Promise<Part>,
): Promise<Round> => {
  const first = await begin();
  const [sent, started] = [machines.sentBytes(machines.platform), performance.now()];
  const { device, troubles } = await fetched(first, trouble);
  const seconds = (performance.now() - started) / 1000;
  const ratio = (machines.sentBytes(machines.platform) - sent) / size;
  await device.stop();
  return { ratio, seconds, troubles };
};

const rounds = async (dir: string, machines: TwoMachines): Promise<readonly Figure[]> => {
  const file = join(dir, 'model');
  await writeFile(file, randomBytes(size));
  const host = machines.platform.address;
  const platform = new Part(import.meta.filename, { role: 'platform', file, host }, machines.platform.prefix);
  const place = await platform.ask<Place>('place');
  const deviceIn = async (folder: string): Promise<Part> => {
    const order = { role: 'device', folder: join(dir, folder), ...place };
    const part = new Part(import.meta.filename, order, machines.device.prefix);
    await part.ask('ready');
    return part;
  };
  machines.impair(link);
  const calm = await round(
    machines,
    () => deviceIn('calm'),
    async (device) => device,
  );
  const killed = await round(
    machines,
    () => deviceIn('killed'),
    async (device) => {
      await device.kill9();
      return deviceIn('killed');
    },
  );
  const cut = await round(
    machines,
    () => deviceIn('cut'),
    async (device) => {
      machines.cut();
      await later(cutMs);
      machines.mend();
      return device;
    },
  );
  await platform.stop();
  return [
    { name: 'sent for each byte of the model, loss alone', value: calm.ratio, unit: 'bytes', goal: '<=2' },
    { name: 'loss alone, 512 KiB', value: calm.seconds, unit: 's' },
    {
      name: 'sent for each byte, agent killed every 15 s',
      value: killed.ratio,
      unit: 'bytes',
      goal: '<=2.5',
    },
    { name: 'times that the agent was killed', value: killed.troubles, unit: '' },
    { name: 'agent killed every 15 s, 512 KiB', value: killed.seconds, unit: 's' },
    { name: 'sent for each byte, cable pulled every 15 s', value: cut.ratio, unit: 'bytes', goal: '<=2.5' },
    { name: 'times that the cable was pulled', value: cut.troubles, unit: '' },
    { name: 'cable pulled every 15 s, 512 KiB', value: cut.seconds, unit: 's' },
  ];
};

const benchmark = async (): Promise<void> => {
  const dir = await mkdtemp(join(tmpdir(), 'tutti-bench-link-'));
  const machines = connectTwoMachines(dir);
  try {
    report('deployment-link', await rounds(dir, machines));
  } finally {
    await machines.dispose();
    await rm(dir, { recursive: true, force: true });
  }
  process.exit();
};

const part = partOptions<Order>();
if (part === undefined) await benchmark();
else await run(part);
