import {
  credentials,
  Client,
  Metadata,
  Server,
  ServerCredentials,
  status,
  type handleBidiStreamingCall,
  type handleServerStreamingCall,
  type handleUnaryCall,
  type ServiceError,
} from '@grpc/grpc-js';
import { createLogger } from '@tutti/service-kit';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HealthClient } from '@tutti/contracts/gen/grpc/health/v1/health';
import { proxyConfig } from '../src/config';
import { startGrpcProxy } from '../src/grpc-proxy';
import { Pool } from '../src/pool';
import { Replica } from '../src/replica';
import { startProxy, type Proxy } from '../src/start-proxy';
import { FakeReplica } from './replica.fixture';

const text = {
  serialize: (value: string) => Buffer.from(value),
  deserialize: (bytes: Buffer) => bytes.toString(),
};
const method = (name: string, requestStream: boolean, responseStream: boolean) => ({
  path: `/tutti.devices.v1.Test/${name}`,
  requestStream,
  responseStream,
  requestSerialize: text.serialize,
  requestDeserialize: text.deserialize,
  responseSerialize: text.serialize,
  responseDeserialize: text.deserialize,
});
const definition = {
  say: method('Say', false, false),
  count: method('Count', false, true),
  talk: method('Talk', true, true),
};

/** A replica of the devices service with real gRPC. */
const grpcReplica = async (name: string) => {
  const server = new Server();
  const cancelled = Promise.withResolvers<void>();
  const say: handleUnaryCall<string, string> = ({ request, metadata }, answer) => {
    const trailers = new Metadata();
    trailers.set('tutti-position', '7');
    if (request === 'refuse')
      answer({ code: status.ABORTED, details: 'it was changed: 변경', metadata: trailers });
    else answer(null, `${name} ${request} for ${metadata.get('x-forwarded-for').join()}`, trailers);
  };
  const count: handleServerStreamingCall<string, string> = (call) => {
    call.write('one');
    call.on('cancelled', () => cancelled.resolve());
  };
  const talk: handleBidiStreamingCall<string, string> = (call) => {
    call.on('data', (word: string) => call.write(word.toUpperCase()));
    call.on('end', () => call.end());
  };
  server.addService(definition, { say, count, talk });
  const port = await promisify(server.bindAsync.bind(server))(
    '127.0.0.1:0',
    ServerCredentials.createInsecure(),
  );
  return { server, url: `http://127.0.0.1:${port}`, cancelled: cancelled.promise };
};

let replicas: Awaited<ReturnType<typeof grpcReplica>>[];
let doors: FakeReplica[];
let proxy: Proxy;
let client: Client;

beforeEach(async () => {
  replicas = [await grpcReplica('one'), await grpcReplica('two')];
  const http = () => new FakeReplica(['/api/v1/devices'], (_request, response) => response.end()).start();
  doors = [await http(), await http()];
  const devices = replicas.map(({ url }, index) => ({ http: doors[index]?.url, grpc: url }));
  const config = proxyConfig.parse({
    HTTP_PORT: '0',
    GRPC_PORT: '0',
    UPSTREAMS: JSON.stringify({ devices }),
  });
  proxy = await startProxy(config, createLogger({ name: 'proxy', level: 'fatal' }));
  await expect.poll(async () => (await fetch(`${proxy.url}/readyz`)).status).toBe(200);
  client = new Client(proxy.grpc, credentials.createInsecure());
});
afterEach(async () => {
  client.close();
  await proxy.close();
  for (const { server } of replicas) server.forceShutdown();
  await Promise.all(doors.map((door) => door.kill()));
});

interface Said {
  readonly answer?: string | undefined;
  readonly error: ServiceError | null;
  readonly position: string;
}

const say = (word: string, path = definition.say.path): Promise<Said> =>
  new Promise((resolve) => {
    let answered: Omit<Said, 'position'> = { error: null };
    const { serialize, deserialize } = text;
    const call = client.makeUnaryRequest(path, serialize, deserialize, word, (error, answer) => {
      answered = { answer, error };
    });
    call.once('status', ({ metadata }) => {
      const position = metadata.get('tutti-position').join();
      setImmediate(() => resolve({ ...answered, position }));
    });
  });

it('a call goes to a replica of its package in turn, and its trailers come back', async () => {
  const said = await Promise.all([say('a'), say('b'), say('c'), say('d')]);
  expect(new Set(said.map(({ answer }) => answer?.split(' ')[0]))).toEqual(new Set(['one', 'two']));
  expect(said[0]).toMatchObject({
    answer: expect.stringContaining('for 127.0.0.1') as string,
    position: '7',
  });
});

it('a refusal is the same as the replica made it', async () => {
  const { error, position } = await say('refuse');
  expect([error?.code, error?.details, position]).toEqual([status.ABORTED, 'it was changed: 변경', '7']);
});

it('a stream comes as it is written, and its end by the reader reaches the replica', async () => {
  const { path, requestSerialize, responseDeserialize } = definition.count;
  const stream = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, 'go');
  stream.on('error', () => undefined);
  expect(await new Promise((resolve) => stream.once('data', resolve))).toBe('one');
  stream.cancel();
  await Promise.race(replicas.map(({ cancelled }) => cancelled));
});

it('both sides may speak as long as they like', async () => {
  const { path, requestSerialize, responseDeserialize } = definition.talk;
  const stream = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
  const heard: string[] = [];
  for (const word of ['a', 'b'.repeat(200_000), 'c']) {
    stream.write(word);
    heard.push(await new Promise<string>((resolve) => stream.once('data', resolve)));
  }
  stream.end();
  await new Promise((resolve) => stream.on('data', () => undefined).once('end', resolve));
  expect(heard.map(({ length }) => length)).toEqual([1, 200_000, 1]);
});

it('a replica that is gone costs nobody a call; with none left, and for what nobody serves, the status says so', async () => {
  replicas[0]?.server.forceShutdown();
  await expect.poll(async () => (await say('x')).answer).toContain('two');
  for (let n = 0; n < 5; n++) expect((await say('x')).answer).toContain('two');
  replicas[1]?.server.forceShutdown();
  await expect.poll(async () => (await say('x')).error?.code).toBe(status.UNAVAILABLE);
  expect((await say('x', '/tutti.nobody.v1.Test/Say')).error?.code).toBe(status.UNIMPLEMENTED);
});

it('health is that of all services together', async () => {
  const health = new HealthClient(proxy.grpc, credentials.createInsecure());
  const check = (): Promise<number | undefined> =>
    new Promise((resolve) => health.check({ service: '' }, (_error, answer) => resolve(answer?.status)));
  expect(await check()).toBe(1);
  for (const door of doors) door.ready = false;
  await expect.poll(check).toBe(2);
  health.close();
});

it('plain text beyond this machine is refused by the gRPC port itself, whatever the HTTP port does', async () => {
  const own = new Replica('grpc', new URL('http://127.0.0.1:1'), undefined);
  const beyond = startGrpcProxy({ host: '0.0.0.0', port: 0, pool: new Pool({}), own });
  await expect(beyond).rejects.toThrow('Listening on 0.0.0.0 without TLS');
});
