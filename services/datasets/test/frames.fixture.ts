import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Frame } from '@tutti/contracts/datasets';
import type { DeviceEvent, FrameAbout, InferenceEntry, Tags } from '@tutti/contracts/devices';
import { Aggregates, JetStreamEventLog, KvSnapshotStore } from '@tutti/event-store';
import { systemClock, type Decider } from '@tutti/kernel';
import { SimulatedDevice, type DeviceCall } from '@tutti/testing';
import sharp from 'sharp';
import { answered, type Answered } from './call.fixture';
import { digestOf, type Library } from './datasets.fixture';

/** Another context's aggregate: it says whatever it is told to say. */
const foreignDevice: Decider<null, readonly DeviceEvent[], DeviceEvent> = {
  context: 'devices',
  aggregate: 'device',
  stateVersion: 1,
  initialState: null,
  decide: (events) => events,
  evolve: (state) => state,
};

const idOf = (serial: string): string =>
  [...createHash('sha256').update(serial).digest()]
    .slice(0, 26)
    .map((byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte & 31])
    .join('');

export const jpeg = (background: string): Promise<Buffer> =>
  sharp({ create: { width: 640, height: 480, channels: 3, background } })
    .jpeg()
    .toBuffer();

/** A PNG of a few bytes that says that it has 30,000 times 30,000 pixels. */
export const bomb = async (): Promise<Buffer> => {
  const png = await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  png.writeUInt32BE(30_000, 16);
  png.writeUInt32BE(30_000, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
};

const tus = { 'tus-resumable': '1.0.0' };
const octets = 'application/offset+octet-stream';

export interface Sending {
  readonly about?: Partial<FrameAbout>;
  readonly result?: Partial<InferenceEntry>;
}

/** A device that sends pictures as an agent does. */
export class Camera {
  constructor(readonly device: SimulatedDevice) {}

  about(picture: Buffer, { about = {}, result = {} }: Sending = {}): FrameAbout {
    return {
      journal: this.device.journal,
      sha256: digestOf(picture),
      size: picture.length,
      type: 'image/jpeg',
      result: this.device.inference(result),
      reasons: ['threshold'],
      auditShare: 0.1,
      ...about,
    };
  }

  async call<Body = unknown>(call: DeviceCall): Promise<Answered<Body>> {
    return answered<Body>(await this.device.call({ ...call, headers: { ...tus, ...call.headers } }));
  }

  begin(size: number): Promise<Answered> {
    return this.call({
      method: 'POST',
      path: '/api/v1/frame-uploads',
      headers: { 'upload-length': String(size) },
    });
  }

  append(uploadId: string, offset: number, body: Buffer, token?: string): Promise<Answered> {
    const headers = { 'upload-offset': String(offset) };
    const path = `/api/v1/frame-uploads/${uploadId}`;
    return this.call({
      ...{ method: 'PATCH', path, body, contentType: octets, headers },
      ...(token === undefined ? {} : { token }),
    });
  }

  /** Uploads a picture in two pieces; answers with the upload's id. */
  async upload(picture: Buffer): Promise<string> {
    const id = (await this.begin(picture.length)).headers.get('location')?.split('/').at(-1) ?? '';
    const half = Math.floor(picture.length / 2);
    await this.append(id, 0, picture.subarray(0, half));
    await this.append(id, half, picture.subarray(half));
    return id;
  }

  add(uploadId: string, about: FrameAbout): Promise<Answered<Frame>> {
    const body = Buffer.from(JSON.stringify({ uploadId, about }));
    return this.call<Frame>({
      ...{ method: 'POST', path: '/api/v1/frames', body },
      contentType: 'application/json',
    });
  }

  async send(picture: Buffer, sending: Sending = {}): Promise<Answered<Frame>> {
    return this.add(await this.upload(picture), this.about(picture, sending));
  }
}

/** Devices as their own context tells of them. */
export class Fleet {
  private constructor(
    private readonly library: Library,
    private readonly aggregates: Aggregates,
  ) {}

  static async open(library: Library): Promise<Fleet> {
    const connection = await library.nats.connect('devices');
    const log = await JetStreamEventLog.open(connection);
    const snapshots = await KvSnapshotStore.open(connection);
    return new Fleet(library, new Aggregates(log, snapshots, { clock: systemClock }));
  }

  async tell(camera: Camera, ...events: readonly DeviceEvent[]): Promise<void> {
    await this.aggregates.handle(foreignDevice, camera.device.id ?? '', events);
  }

  /** One that nobody knows yet. */
  stranger(serial: string): Camera {
    const device = new SimulatedDevice({ url: this.library.url, serial });
    device.id = idOf(serial);
    return new Camera(device);
  }

  async camera(serial: string, { name = serial, tags = {} }: { name?: string; tags?: Tags } = {}) {
    const camera = this.stranger(serial);
    const { publicKey } = camera.device;
    const { hardware, os, agentVersion } = {
      hardware: { arch: 'x64', cpu: 'Simulated', cores: 4, memoryBytes: 4_000_000_000 },
      os: { name: 'Debian', release: '12' },
      agentVersion: '0.1.0',
    };
    const asked = { serial, publicKey, hardware, os, agentVersion };
    await this.tell(
      camera,
      { type: 'DeviceRequested', data: asked },
      { type: 'DeviceRegistered', data: { name, publicKey, tags } },
    );
    return camera;
  }
}
