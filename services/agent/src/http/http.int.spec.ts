import { connect } from 'node:net';
import { deflateSync, crc32 } from 'node:zlib';
import { fastify } from 'fastify';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AgentApi, type ApiSetup, startApi } from '../testing/agent-api';
import { cellModel, colourModel } from '../testing/sample-model';
import { picture } from '../testing/sample-picture';
import { listen } from './listen';

const open: AgentApi[] = [];
let red: string;
beforeAll(async () => {
  red = (await picture('red')).toString('base64');
});
afterEach(async () => {
  for (const api of open.splice(0)) await api[Symbol.asyncDispose]();
});

async function start({
  model = colourModel(),
  ...setup
}: { readonly model?: Uint8Array } & ApiSetup = {}): Promise<AgentApi> {
  const api = await startApi({ models: model.length > 0 ? { 'm.onnx': model } : {}, ...setup });
  open.push(api);
  return api;
}

/** A complete black PNG, 1 bit per pixel: a small file that claims a large picture. */
function bomb(side: number): string {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const rows = deflateSync(Buffer.alloc(side * (side / 8 + 1)));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]).toString('base64');
}

const input = (over: object = {}): object => ({
  name: 'image',
  shape: [1],
  datatype: 'BYTES',
  data: [red],
  ...over,
});
const ask = (over: object = {}): object => ({ id: 'q-7', inputs: [input(over)] });

describe('POST /infer (S4-22)', () => {
  it('answers with the class of the picture', async () => {
    const { status, body } = await (await start()).post('/infer', { image: red });
    expect(status).toBe(200);
    expect(body).toEqual({
      detections: [{ class: 0, confidence: expect.closeTo(1, 2) as number, label: 'red', box: null }],
    });
  });

  it('answers with all objects of a detector, and none when there are none', async () => {
    const api = await start({ model: cellModel() });
    const { body } = await api.post('/infer', { image: (await picture('blue')).toString('base64') });
    const detections = body['detections'] as { class: number; label: string; box: number[] }[];
    expect(detections).toHaveLength(16);
    expect(detections[0]).toMatchObject({ class: 2, label: 'blue', confidence: 1 });
    expect(detections[0]?.box).toHaveLength(4);
    expect((await api.post('/infer', { image: (await picture('black')).toString('base64') })).body).toEqual({
      detections: [],
    });
  });

  it('makes the picture a result of the device, safe before the answer, unless asked not to', async () => {
    const { post, journal } = await start();
    const kept = await post('/infer?file=gate-3.jpg', { image: red });
    expect(kept.headers.get('tutti-result')).toBe(`${journal.id}/1`);
    const unkept = await post('/infer?record=false', { image: `data:image/png;base64,${red}` });
    expect([unkept.status, unkept.headers.get('tutti-result')]).toEqual([200, null]);
    const batch = await journal.take({ entries: 10, bytes: 10_000 });
    expect(
      batch?.entries.map(({ json }) => (JSON.parse(json.toString()) as { inputFile: string }).inputFile),
    ).toEqual(['gate-3.jpg']);
  });
});

describe('a request that is not right', () => {
  const large = (): string => 'A'.repeat(30 * 1024 * 1024);
  const truncated = (): string => Buffer.from(red, 'base64').subarray(0, 50).toString('base64');
  const cases: readonly (readonly [what: string, status: number, message: RegExp, body: () => unknown])[] = [
    ['no image', 400, /body must be/, () => ({})],
    ['an image that is no text', 400, /body must be/, () => ({ image: 7 })],
    ['no base64', 400, /not base64/, () => ({ image: 'Grüße!' })],
    ['an empty picture', 400, /not base64/, () => ({ image: '' })],
    [
      'bytes that are no picture',
      400,
      /not a JPEG, PNG or WebP/,
      () => ({ image: Buffer.from('hello').toString('base64') }),
    ],
    ['a picture cut in half', 400, /end of the picture is missing/, () => ({ image: truncated() })],
    ['a picture that is too large', 413, /large/, () => ({ image: large() })],
    ['a decompression bomb', 413, /pixels/, () => ({ image: bomb(20_000) })],
  ];
  it.each(cases)('with %s: %i, and the agent goes on', async (_what, status, message, body) => {
    const { post } = await start();
    const answer = await post('/infer', body());
    expect([answer.status, answer.body['error']]).toEqual([status, expect.stringMatching(message)]);
    expect((await post('/infer', { image: red })).status).toBe(200);
  });

  it('is told what is wrong with its body, type, path or method', async () => {
    const { call } = await start();
    const json = { 'content-type': 'application/json' };
    const send = async (path: string, init: RequestInit): Promise<[number, unknown]> => {
      const { status, body } = await call(path, init);
      return [status, typeof body['error']];
    };
    expect(await send('/infer', { method: 'POST', headers: json, body: '{"image":' })).toEqual([
      400,
      'string',
    ]);
    expect(await send('/infer', { method: 'POST', headers: json, body: '"x"' })).toEqual([400, 'string']);
    expect(await send('/infer', { method: 'POST', headers: json })).toEqual([400, 'string']);
    expect(await send('/infer', { method: 'POST', body: 'x' })).toEqual([415, 'string']);
    expect(
      await send('/infer', { method: 'POST', headers: { 'content-type': 'image/png' }, body: 'x' }),
    ).toEqual([415, 'string']);
    expect(
      await send('/infer?record=perhaps', {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ image: red }),
      }),
    ).toEqual([400, 'string']);
    expect(await send('/infer', { method: 'GET' })).toEqual([404, 'string']);
    expect(await send('/nothing', { method: 'GET' })).toEqual([404, 'string']);
  });

  it('gets 503 while there is no model', async () => {
    const { post, call } = await start({ model: new Uint8Array() });
    const answer = await post('/infer', { image: red });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await post('/v2/models/colours/infer', ask())).status).toBe(503);
    expect((await call('/v2/models/colours')).status).toBe(503);
  });

  it('gets 500 when the model itself cannot cope, and the device remembers the failure', async () => {
    const { post, journal } = await start({ model: colourModel({ sound: false }) });
    expect((await post('/infer', { image: red })).status).toBe(500);
    expect(journal.stats().entries).toBe(1);
  });

  it('gets 429 when too many pictures are being judged, and its turn when they are done', async () => {
    const { url, post } = await start({ maxRequests: 1 });
    const { port } = new URL(url);
    const slow = connect(Number(port), '127.0.0.1');
    slow.write(
      `POST /infer HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
    );
    let answer = await post('/infer', { image: red });
    while (answer.status === 200) answer = await post('/infer', { image: red });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
    slow.destroy();
    while (answer.status === 429) answer = await post('/infer', { image: red });
    expect(answer.status).toBe(200);
  });

  it('must come from this machine, under a name of this machine', async () => {
    const { url } = await start();
    const { port } = new URL(url);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write('GET /v2 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n'),
      );
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString())).on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1.1 403 /);
  });
});

describe('with a bearer token', () => {
  it('everything but health demands it', async () => {
    const { call } = await start({ token: 'a-long-enough-token' });
    for (const path of ['/healthz', '/readyz', '/v2/health/live', '/v2/health/ready'])
      expect((await call(path)).status).toBe(200);
    for (const path of ['/v2', '/metrics', '/v2/models/colours', '/nothing']) {
      const { status, headers } = await call(path);
      expect([path, status, headers.get('www-authenticate')]).toEqual([path, 401, 'Bearer']);
    }
    const as = (authorization: string): Promise<{ status: number }> =>
      call('/v2', { headers: { authorization } });
    expect((await as('Bearer wrong')).status).toBe(401);
    expect((await as('Basic a-long-enough-token')).status).toBe(401);
    expect((await as('Bearer a-long-enough-token')).status).toBe(200);
  });
});

describe('the Open Inference Protocol', () => {
  it('tells about server and model', async () => {
    const { call } = await start();
    expect((await call('/v2')).body).toEqual({
      name: 'tutti-agent',
      version: '0.1.0',
      extensions: ['binary_tensor_data', 'classification', 'model_repository'],
    });
    expect((await call('/v2/health/ready')).body).toEqual({ ready: true, live: true });
    const metadata = {
      name: 'colours',
      versions: ['v1.0'],
      platform: 'onnx_onnxv1',
      inputs: [{ name: 'image', datatype: 'UINT8', shape: [-1, 8, 8, 3] }],
      outputs: [{ name: 'probabilities', datatype: 'FP32', shape: [-1, 3] }],
      parameters: {
        task: 'classification',
        labels: ['red', 'green', 'blue'],
        picture: {
          inputs: [{ name: 'image', datatype: 'BYTES', shape: [1] }],
          outputs: [
            { name: 'probabilities', datatype: 'FP32', shape: [1, 3] },
            { name: 'score', datatype: 'FP32', shape: [1] },
            { name: 'label', datatype: 'BYTES', shape: [1] },
          ],
        },
      },
    };
    expect((await call('/v2/models/colours')).body).toEqual(metadata);
    expect((await call('/v2/models/colours/versions/v1.0')).body).toEqual(metadata);
    expect((await call('/v2/models/colours/ready')).body).toEqual({ name: 'colours', ready: true });
    for (const path of ['/v2/models/other', '/v2/models/other/ready', '/v2/models/colours/versions/v9/ready'])
      expect((await call(path)).status).toBe(404);
  });

  it('is not ready before a model is loaded', async () => {
    const { call } = await start({ model: new Uint8Array() });
    expect((await call('/v2/health/live')).status).toBe(200);
    for (const path of ['/v2/health/ready', '/readyz', '/v2/models/colours/ready'])
      expect((await call(path)).status).toBe(503);
  });

  it('judges a picture in BYTES and echoes the id', async () => {
    const { post } = await start();
    const { status, body } = await post('/v2/models/colours/infer', ask());
    expect(status).toBe(200);
    expect(body).toMatchObject({ model_name: 'colours', model_version: 'v1.0', id: 'q-7' });
    const outputs = body['outputs'] as { name: string; shape: number[]; data: unknown[] }[];
    expect(outputs.map(({ name, shape }) => [name, shape])).toEqual([
      ['probabilities', [1, 3]],
      ['score', [1]],
      ['label', [1]],
    ]);
    expect(outputs[2]?.data).toEqual(['red']);
    const some = await post('/v2/models/colours/versions/v1.0/infer', {
      ...ask({ data: [[red]] }),
      outputs: [{ name: 'label' }],
    });
    expect(some.body['outputs']).toEqual([{ name: 'label', datatype: 'BYTES', shape: [1], data: ['red'] }]);
  });

  it('answers with boxes for a detector', async () => {
    const { post } = await start({ model: cellModel() });
    const { body } = await post('/v2/models/cells/infer', {
      inputs: [input()],
      outputs: [{ name: 'boxes' }, { name: 'classes' }],
    });
    const outputs = body['outputs'] as { shape: number[]; data: number[] }[];
    expect(outputs.map(({ shape }) => shape)).toEqual([[16, 4], [16]]);
    expect(outputs[1]?.data).toEqual(Array(16).fill(0));
  });

  const wrong: readonly (readonly [string, number, RegExp, () => object])[] = [
    ['no inputs', 400, /inputs/, () => ({})],
    ['two pictures', 400, /only input/, () => ({ inputs: [input(), input()] })],
    ['an unknown input', 400, /no input "x"/, () => ask({ name: 'x' })],
    [
      'another datatype',
      400,
      /must be UINT8/,
      () => ask({ datatype: 'FP32', shape: [1, 8, 8, 3], data: [0] }),
    ],
    ['a wrong shape', 400, /shape \[1\]/, () => ask({ shape: [2], data: [red, red] })],
    ['less data than its shape says', 400, /one string/, () => ask({ data: [] })],
    ['a number for a picture', 400, /one string/, () => ask({ data: [7] })],
    ['no base64', 400, /not base64/, () => ask({ data: ['ü'] })],
    ['an unknown output', 400, /no output "x"/, () => ({ ...ask(), outputs: [{ name: 'x' }] })],
    [
      'an output many times',
      400,
      /named once/,
      () => ({ ...ask(), outputs: Array(1_000).fill({ name: 'probabilities' }) }),
    ],
    ['an id that is no text', 400, /id/, () => ({ ...ask(), id: 5 })],
  ];
  it.each(wrong)('refuses %s with %i', async (_what, status, message, body) => {
    const { post } = await start();
    const answer = await post('/v2/models/colours/infer', body());
    expect([answer.status, answer.body['error']]).toEqual([status, expect.stringMatching(message)]);
  });

  it('refuses an unknown model', async () => {
    const { status, body } = await (await start()).post('/v2/models/other/infer', ask());
    expect([status, body['error']]).toEqual([404, expect.stringContaining('"colours" is loaded')]);
  });
});

describe('/metrics', () => {
  it("has KServe's histograms and our own counters", async () => {
    const { post, call } = await start();
    await post('/infer', { image: red });
    await post('/infer', { image: Buffer.from('x').toString('base64') });
    const text = String((await call('/metrics')).body['text']);
    for (const name of [
      'request_preprocess_seconds',
      'request_predict_seconds',
      'request_postprocess_seconds',
    ])
      expect(text).toContain(`${name}_count{model_name="colours"} 1`);
    expect(text).toContain('edge_inferences_total{source="http"} 1');
    expect(text).toContain('edge_inference_failures_total{type="image.unsupported-type"} 1');
    expect(text).toContain('edge_http_refusals_total{status="400"} 1');
  });
});

describe('listening', () => {
  it('says which flag helps when the port is taken', async () => {
    const { port } = new URL((await start()).url);
    const other = fastify();
    await expect(listen(other, { host: '127.0.0.1', port: Number(port) })).rejects.toThrow('--port');
  });
});
