import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Controller, Inject, Module } from '@nestjs/common';
import { type BlobStore, FolderBlobStore } from '@tutti/blob-store';
import { z } from 'zod';
import {
  blobAnswer,
  createHttpApp,
  createLogger,
  defineRoute,
  DEVICE_VERIFIER,
  type HttpApp,
  HttpRefusal,
  Input,
  KEY_SOURCE,
  rangeHeaders,
  Route,
  type RouteInput,
  type RouteOutput,
  uploadRoutes,
  Uploads,
} from '../src/index';
import { signing } from './example.module';
import { verify } from './example.verifier';
import { realm } from './harness';

export const maxBytes = 64 * 1024 * 1024;
const BLOBS = Symbol('BLOBS');
const PEOPLES = Symbol('PEOPLES');
const DEVICES = Symbol('DEVICES');

const forPeople = uploadRoutes({ permission: 'devices:manage', maxBytes });
const forDevices = uploadRoutes({ permission: 'device', maxBytes });
const read = defineRoute({
  method: 'GET',
  path: ':sha256',
  permission: 'devices:read',
  summary: 'Reads a blob',
  params: z.object({ sha256: z.string() }),
  headers: rangeHeaders,
  produces: 'application/octet-stream',
});

@Controller('api/v1/uploads')
class UploadsController {
  constructor(@Inject(PEOPLES) private readonly uploads: Uploads) {}
  @Route(forPeople.create)
  create(@Input() input: RouteInput<typeof forPeople.create>) {
    return this.uploads.create(input);
  }
  @Route(forPeople.show)
  show(@Input() input: RouteInput<typeof forPeople.show>) {
    return this.uploads.show(input);
  }
  @Route(forPeople.append)
  append(@Input() input: RouteInput<typeof forPeople.append>) {
    return this.uploads.append(input);
  }
  @Route(forPeople.abandon)
  abandon(@Input() input: RouteInput<typeof forPeople.abandon>) {
    return this.uploads.abandon(input);
  }
}

@Controller('api/v1/device-uploads')
class DeviceUploadsController {
  constructor(@Inject(DEVICES) private readonly uploads: Uploads) {}
  @Route(forDevices.create)
  create(@Input() input: RouteInput<typeof forDevices.create>) {
    return this.uploads.create(input);
  }
  @Route(forDevices.show)
  show(@Input() input: RouteInput<typeof forDevices.show>) {
    return this.uploads.show(input);
  }
  @Route(forDevices.append)
  append(@Input() input: RouteInput<typeof forDevices.append>) {
    return this.uploads.append(input);
  }
  @Route(forDevices.abandon)
  abandon(@Input() input: RouteInput<typeof forDevices.abandon>) {
    return this.uploads.abandon(input);
  }
}

@Controller('api/v1/blobs')
class BlobsController {
  constructor(@Inject(BLOBS) private readonly blobs: BlobStore) {}
  @Route(read)
  async read(@Input() { params, headers }: RouteInput<typeof read>): Promise<RouteOutput<typeof read>> {
    const found = await blobAnswer(this.blobs, { namespace: 'datasets', sha256: params.sha256, headers });
    if (!found) throw new HttpRefusal(404, 'There is no such blob.');
    return found;
  }
}

@Module({})
class UploadsModule {}

export interface Replica {
  readonly app: HttpApp;
  readonly blobs: BlobStore;
  readonly uploads: Uploads;
}

export const startReplica = async (root: string): Promise<Replica> => {
  const blobs = await FolderBlobStore.open(root);
  const at = (path: string): Uploads => new Uploads({ blobs, namespace: 'datasets', maxBytes, path });
  const uploads = at('/api/v1/uploads');
  const module = {
    module: UploadsModule,
    controllers: [UploadsController, DeviceUploadsController, BlobsController],
    providers: [
      { provide: BLOBS, useValue: blobs },
      { provide: PEOPLES, useValue: uploads },
      { provide: DEVICES, useValue: at('/api/v1/device-uploads') },
      { provide: KEY_SOURCE, useValue: { key: () => signing.publicKey, refresh: () => Promise.resolve() } },
      { provide: DEVICE_VERIFIER, useValue: { verify } },
    ],
  };
  const app = await createHttpApp(module, {
    host: '127.0.0.1',
    port: 0,
    logger: createLogger({ name: 'test', destination: new PassThrough().resume() }),
    api: { title: 'Uploads', version: '1.0.0' },
    realm,
    pageTokenKey: 'k'.repeat(32),
  });
  return { app, blobs, uploads };
};

/** Two processes of one service over one folder. */
export const startReplicas = async () => {
  const root = await mkdtemp(join(tmpdir(), 'tutti-uploads-'));
  const [one, two] = [await startReplica(root), await startReplica(root)];
  const close = async (): Promise<void> => {
    await Promise.all([one.app.close(), two.app.close()]);
    await rm(root, { recursive: true });
  };
  return { one, two, close };
};
