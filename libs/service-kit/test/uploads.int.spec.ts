import { TornCable } from '@tutti/testing';
import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Upload, type UploadOptions } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tokenFor } from './harness';
import { maxBytes, startReplicas } from './uploads.fixture';

const mebibyte = 1024 * 1024;
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let replicas: Awaited<ReturnType<typeof startReplicas>>;
beforeAll(async () => {
  replicas = await startReplicas();
});
afterAll(() => replicas.close());

const principal = {
  kind: 'user',
  id: 'admin-1',
  role: 'admin',
  permissions: ['devices:manage'],
  mustChangePassword: false,
  expiresAt: new Date(),
} as const;

type Person = 'admin' | 'manager' | 'user';

const call = async (
  path: string,
  { as = 'admin', ...init }: RequestInit & { as?: Person } = {},
  url = replicas.one.app.url,
) => {
  const headers = new Headers({ 'tus-resumable': '1.0.0', ...(init.headers as Record<string, string>) });
  if (!headers.has('authorization')) headers.set('authorization', `Bearer ${await tokenFor(as)}`);
  return fetch(url + path, { ...init, headers });
};

const begin = async (size: number, headers: Record<string, string> = {}): Promise<string> => {
  const made = await call('/api/v1/uploads', {
    method: 'POST',
    headers: { 'upload-length': String(size), ...headers },
  });
  expect(made.status).toBe(201);
  return made.headers.get('location') ?? '';
};

const append = (path: string, offset: number, body: Uint8Array<ArrayBuffer>, headers = {}) =>
  call(path, {
    method: 'PATCH',
    headers: {
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
      ...headers,
    },
    body,
  });

const idOf = (path: string | null): string => path?.split('/').at(-1) ?? '';

describe('with tus-js-client', () => {
  const upload = async (bytes: Buffer, options: UploadOptions): Promise<string> => {
    const headers = { authorization: `Bearer ${await tokenFor('admin')}` };
    return new Promise((resolve, reject) => {
      const upload = new Upload(bytes, {
        headers,
        ...options,
        onError: reject,
        onSuccess: () => resolve(upload.url ?? ''),
      });
      upload.start();
    });
  };

  test('a cable that tears again and again: the upload goes on, the digest is equal (S0-47)', async () => {
    const bytes = randomBytes(20 * mebibyte);
    const cable = new TornCable(replicas.one.app.port, 3 * mebibyte, 3);
    const endpoint = `${await cable.open()}/api/v1/uploads`;
    const url = await upload(bytes, {
      endpoint,
      chunkSize: 8 * mebibyte,
      retryDelays: [0, 10, 50, 100, 200],
      metadata: { filename: 'Bilder.zip', sha256: digestOf(bytes) },
    });
    cable.close();
    expect(cable.tears).toBe(3);
    const { upload: done, blob } = await replicas.two.uploads.claim(principal, idOf(url));
    expect(blob).toEqual({ sha256: digestOf(bytes), size: bytes.length });
    expect(done.metadata['filename']).toBe('Bilder.zip');
    const opened = await replicas.two.blobs.open('datasets', blob.sha256);
    expect(opened && (await buffer(opened.stream)).equals(bytes)).toBe(true);
  });

  test('stopped at one replica, resumed at another', async () => {
    const bytes = randomBytes(9 * mebibyte + 1);
    const endpoint = `${replicas.one.app.url}/api/v1/uploads`;
    const headers = { authorization: `Bearer ${await tokenFor('admin')}` };
    const url = await new Promise<string>((resolve, reject) => {
      const first = new Upload(bytes, {
        ...{ endpoint, headers, chunkSize: mebibyte, onError: reject },
        onChunkComplete: (_size, sent) => {
          if (sent >= 3 * mebibyte) void first.abort().then(() => resolve(first.url ?? ''), reject);
        },
      });
      first.start();
    });
    const uploadUrl = url.replace(replicas.one.app.url, replicas.two.app.url);
    const sent: number[] = [];
    await upload(bytes, { uploadUrl, chunkSize: mebibyte, onChunkComplete: (size) => sent.push(size) });
    expect(sent.length).toBeLessThan(8);
    expect((await replicas.one.uploads.claim(principal, idOf(url))).blob.sha256).toBe(digestOf(bytes));
  });

  test('nothing at all is an upload too', async () => {
    const url = await upload(Buffer.of(), { endpoint: `${replicas.one.app.url}/api/v1/uploads` });
    expect((await replicas.one.uploads.claim(principal, idOf(url))).blob.size).toBe(0);
  });
});

describe('the protocol', () => {
  test('tells where an upload stands, and until when', async () => {
    const path = await begin(10, { 'upload-metadata': 'filename YS56aXA=,private' });
    expect((await append(path, 0, Buffer.from('abc'))).headers.get('upload-offset')).toBe('3');
    const shown = await call(path, { method: 'HEAD' }, replicas.two.app.url);
    expect(shown.status).toBe(200);
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      'tus-resumable': '1.0.0',
      'upload-offset': '3',
      'upload-length': '10',
      'upload-metadata': 'filename YS56aXA=,private',
      'cache-control': 'no-store',
    });
    const left = Date.parse(shown.headers.get('upload-expires') ?? '') - Date.now();
    expect(left / 3_600_000).toBeGreaterThan(23);
  });

  test('refuses what it must, and keeps what it had', async () => {
    const path = await begin(10);
    expect((await append(path, 4, Buffer.from('abc'))).status).toBe(409);
    expect((await append(path, 0, Buffer.from('abc'), { 'tus-resumable': '0.2.2' })).status).toBe(412);
    expect(
      (await append(path, 0, Buffer.from('abc'), { 'content-type': 'application/octet-stream' })).status,
    ).toBe(415);
    expect((await append(path, 0, Buffer.from('more than ten'))).status).toBe(413);
    expect((await call(path, { method: 'HEAD', as: 'user' })).status).toBe(403);
    for (const method of ['HEAD', 'PATCH', 'DELETE']) {
      const headers =
        method === 'PATCH' ? { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' } : {};
      const others = await call(path, { method, headers, as: 'manager' });
      expect([method, others.status]).toEqual([method, 404]);
    }
    expect((await call(path, { method: 'HEAD' })).headers.get('upload-offset')).toBe('0');
    expect((await call(path, { method: 'DELETE' })).status).toBe(204);
    expect((await call(path, { method: 'HEAD' })).status).toBe(404);
  });

  test.each([
    ['more bytes than may come', 413, { 'upload-length': String(maxBytes + 1) }],
    ['no length', 400, {}],
    ['no number', 400, { 'upload-length': '-1' }],
    ['no metadata', 400, { 'upload-length': '1', 'upload-metadata': 'a b c' }],
    ['no digest', 400, { 'upload-length': '1', 'upload-metadata': `sha256 ${btoa('abc')}` }],
  ])('an upload of %s does not begin', async (_, status, headers) => {
    expect((await call('/api/v1/uploads', { method: 'POST', headers })).status).toBe(status);
  });

  test('other bytes than announced end it', async () => {
    const path = await begin(3, { 'upload-metadata': `sha256 ${btoa(digestOf(Buffer.from('xyz')))}` });
    const answer = await append(path, 0, Buffer.from('abc'));
    expect([answer.status, await answer.json()]).toMatchObject([422, { code: 'blob.digest-mismatch' }]);
    expect((await call(path, { method: 'HEAD' })).status).toBe(404);
  });
});

describe('a device', () => {
  const signed = (body: Uint8Array): { authorization: string } => ({
    authorization: `Tutti-Device dev1.${digestOf(body)}.${body.length}`,
  });

  test('sends piece after piece, each signed; what is not as signed is not kept', async () => {
    const bytes = randomBytes(5 * mebibyte);
    const headers = { 'upload-length': String(bytes.length), ...signed(Buffer.of()) };
    const made = await call('/api/v1/device-uploads', { method: 'POST', headers });
    expect(made.status).toBe(201);
    const path = made.headers.get('location') ?? '';
    const [first, second] = [bytes.subarray(0, 4 * mebibyte), bytes.subarray(4 * mebibyte)];
    expect((await append(path, 0, first, signed(second))).status).toBe(401);
    expect((await append(path, 0, bytes, signed(bytes))).status).toBe(413);
    expect((await append(path, 0, first, signed(first))).headers.get('upload-offset')).toBe(
      String(first.length),
    );
    const last = await append(path, first.length, second, signed(second));
    expect([last.status, last.headers.get('upload-offset')]).toEqual([204, String(bytes.length)]);
    const device = { kind: 'device', id: 'dev1', publicKey: 'U', body: { sha256: '', size: 0 } } as const;
    const { blob } = await replicas.two.uploads.claim(device, idOf(path));
    expect(blob).toEqual({ sha256: digestOf(bytes), size: bytes.length });
  });
});

describe('a blob as an answer (RFC 9110)', () => {
  const bytes = randomBytes(1000);
  const get = (headers: Record<string, string>) => call(`/api/v1/blobs/${digestOf(bytes)}`, { headers });
  beforeAll(() => replicas.one.blobs.put('datasets', bytes, { maxBytes }));

  test.each([
    ['bytes=0-0', 0, 1],
    ['bytes=100-199', 100, 200],
    ['bytes=990-', 990, 1000],
    ['bytes=990-5000', 990, 1000],
    ['bytes=-10', 990, 1000],
    ['bytes=-5000', 0, 1000],
  ])('%s is a part', async (range, from, to) => {
    const answer = await get({ range });
    expect(answer.status).toBe(206);
    expect(answer.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/1000`);
    expect(answer.headers.get('content-length')).toBe(String(to - from));
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes.subarray(from, to))).toBe(true);
  });

  test.each([{}, { range: 'bytes=5-1' }, { range: 'lines=1-2' }, { range: 'bytes=0-1,5-6' }])(
    '%j is the whole',
    async (headers) => {
      const answer = await get(headers);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('accept-ranges')).toBe('bytes');
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    },
  );

  test('a part of other bytes is the whole of these, and what is behind the end is refused', async () => {
    expect((await get({ range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200);
    expect((await get({ range: 'bytes=0-1', 'if-range': `"${digestOf(bytes)}"` })).status).toBe(206);
    const behind = await get({ range: 'bytes=1000-' });
    expect([behind.status, behind.headers.get('content-range')]).toEqual([416, 'bytes */1000']);
    const known = await get({ 'if-none-match': `"${digestOf(bytes)}"` });
    expect(known.status).toBe(304);
    expect((await call(`/api/v1/blobs/${'0'.repeat(64)}`)).status).toBe(404);
  });
});
