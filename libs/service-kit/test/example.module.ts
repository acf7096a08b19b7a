import { createHash, generateKeyPairSync } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Controller, Inject, Module } from '@nestjs/common';
import { listOf, timestamp } from '@tutti/contracts/common';
import { deviceErrors } from '@tutti/contracts/devices';
import { DomainError } from '@tutti/kernel';
import { z } from 'zod';
import {
  DEVICE_VERIFIER,
  Input,
  KEY_SOURCE,
  LiveFeed,
  METRICS,
  Readiness,
  Route,
  type RouteInput,
  type RouteOutput,
  aggregateIdFrom,
  answer,
  commandAnswer,
  commandOptions,
  currentTraceparent,
  defineRoute,
  eventStream,
  listQuery,
  pageSizeOf,
} from '../src/index';
import { verify } from './example.verifier';

/** Signs the tokens of the tests. */
export const signing = { kid: 'one', ...generateKeyPairSync('ed25519') };

const device = z.object({ id: z.string(), name: z.string(), seenAt: timestamp.nullable() });
const byId = z.strictObject({ id: z.string().max(26) });

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission: 'devices:read',
  summary: 'Lists devices',
  query: z.strictObject(listQuery),
  response: listOf(device),
});
export const read = defineRoute({
  method: 'GET',
  path: ':id',
  permission: 'signed-in',
  summary: 'Reads a device',
  params: byId,
  response: device,
  errors: [deviceErrors['device.not-found']],
});
export const create = defineRoute({
  method: 'POST',
  path: '',
  permission: 'devices:manage',
  summary: 'Creates a device',
  body: z.strictObject({ name: z.string().min(1), tags: z.record(z.string(), z.string()).optional() }),
  response: device,
  status: 201,
  command: true,
});
export const rename = defineRoute({
  method: 'PATCH',
  path: ':id',
  permission: 'devices:manage',
  summary: 'Renames a device',
  params: byId,
  body: z.strictObject({ name: z.string().min(1) }),
  ifMatch: true,
  command: true,
});
const changePassword = defineRoute({
  method: 'POST',
  path: 'own-password',
  permission: 'signed-in',
  duringPasswordChange: true,
  summary: 'Changes the own password',
  response: z.object({ options: z.record(z.string(), z.unknown()) }),
});
const upload = defineRoute({
  method: 'PUT',
  path: ':id/preview',
  permission: 'device',
  summary: 'Stores a preview',
  params: byId,
  bytes: { types: ['image/jpeg'], maxBytes: 100 },
  response: z.object({ size: z.number(), sha256: z.string() }),
});
const report = defineRoute({
  method: 'POST',
  path: 'reports',
  permission: 'device',
  summary: 'Takes a report',
  body: z.strictObject({ text: z.string() }),
});
const picture = defineRoute({
  method: 'GET',
  path: ':id/picture',
  permission: 'devices:read',
  summary: 'Shows a picture',
  params: byId,
  produces: 'image/jpeg',
});
export const live = defineRoute({
  method: 'GET',
  path: 'live',
  permission: 'events:read',
  summary: 'Streams events',
  produces: 'text/event-stream',
});
export const slow = defineRoute({
  method: 'GET',
  path: 'slow',
  permission: 'public',
  summary: 'Waits',
  response: z.string(),
});
export const fail = defineRoute({
  method: 'POST',
  path: 'fail',
  permission: 'public',
  summary: 'Fails',
  response: device,
});

/** Doors that the tests open and close. */
export class Doors {
  readonly feed = new LiveFeed();
  readonly entered = Promise.withResolvers<undefined>();
  readonly slow = Promise.withResolvers<string>();
  readonly failure: { error: unknown } = { error: undefined };
  readonly lastEventIds: (number | undefined)[] = [];
  readonly uploads: Promise<Uint8Array>[] = [];
  /** Messages of the stream. */
  made = 0;
  readonly left = Promise.withResolvers<undefined>();
  readonly ended = Promise.withResolvers<undefined>();
}

@Controller('api/v1/devices')
export class DeviceController {
  constructor(
    @Inject(Doors) private readonly doors: Doors,
    @Inject(Readiness) readiness: Readiness,
  ) {
    readiness.register({
      name: 'doors',
      check: async () => ({ ok: doors.failure.error === undefined, detail: 'doors' }),
    });
  }

  @Route(list)
  list(@Input() { query, position }: RouteInput<typeof list>): RouteOutput<typeof list> {
    const items = Array.from({ length: Math.min(2, pageSizeOf(query.pageSize)) }, (_, index) => ({
      id: `${index}`,
      name: `${query.q ?? ''}@${position}`,
      seenAt: null,
      secret: 'never leaves',
    }));
    return { items, nextPageToken: '' };
  }

  @Route(read)
  read(@Input() { params }: RouteInput<typeof read>): RouteOutput<typeof read> {
    if (params.id === 'none')
      throw new DomainError(deviceErrors['device.not-found'], { detail: 'No device none.' });
    return answer({ id: params.id, name: 'cam', seenAt: null }, { version: 3 });
  }

  @Route(create)
  async create(@Input() input: RouteInput<typeof create>): Promise<RouteOutput<typeof create>> {
    const { commandId = 'random' } = commandOptions(input);
    const id = aggregateIdFrom(commandId);
    await new Promise(setImmediate);
    const body = {
      id,
      name: `${input.principal.id}|${currentTraceparent() ?? ''}|${commandId}`,
      seenAt: null,
    };
    return commandAnswer(body, { position: 17, version: 1 }, { location: `/api/v1/devices/${id}` });
  }

  @Route(rename)
  rename(@Input() { ifMatch }: RouteInput<typeof rename>): RouteOutput<typeof rename> {
    return commandAnswer(undefined, { position: 18, version: ifMatch + 1 });
  }

  @Route(changePassword)
  changePassword(@Input() input: RouteInput<typeof changePassword>): RouteOutput<typeof changePassword> {
    return { options: { ...commandOptions(input), address: input.address } };
  }

  @Route(upload)
  async upload(@Input() { body }: RouteInput<typeof upload>): Promise<RouteOutput<typeof upload>> {
    const read = buffer(body);
    this.doors.uploads.push(read);
    const bytes = await read;
    return { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  }

  @Route(report)
  report(@Input() { principal }: RouteInput<typeof report>): RouteOutput<typeof report> {
    if (principal.id !== 'dev1') throw new Error('unreachable');
  }

  @Route(picture)
  picture(@Input() { params }: RouteInput<typeof picture>): RouteOutput<typeof picture> {
    const bytes = Buffer.from([0xff, 0xd8, 0xff]);
    const body = params.id === 'stream' ? Readable.from([bytes]) : bytes;
    return answer(body, { etag: 'abc', cacheControl: 'private, max-age=60', contentLength: 3 });
  }

  @Route(live)
  live(@Input() { signal, principal, lastEventId }: RouteInput<typeof live>): RouteOutput<typeof live> {
    this.doors.lastEventIds.push(lastEventId);
    const source = this.doors.feed.subscribe(signal);
    return eventStream({ source, signal, expiresAt: principal.expiresAt, heartbeatMs: 20 });
  }

  @Route(slow)
  async slow(): Promise<RouteOutput<typeof slow>> {
    this.doors.entered.resolve(undefined);
    return this.doors.slow.promise;
  }

  @Route(fail)
  async fail(): Promise<RouteOutput<typeof fail>> {
    throw this.doors.failure.error;
  }
}

@Module({
  controllers: [DeviceController],
  providers: [
    Doors,
    {
      provide: KEY_SOURCE,
      useValue: {
        key: (kid: string) => (kid === signing.kid ? signing.publicKey : undefined),
        refresh: async () => undefined,
      },
    },
    { provide: DEVICE_VERIFIER, useValue: { verify } },
  ],
})
export class ExampleModule {
  constructor(@Inject(METRICS) readonly metrics: unknown) {}
}
