import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type AgentApi, type ApiSetup, startApi } from '../testing/agent-api';
import { colourModel } from '../testing/sample-model';
import { picture } from '../testing/sample-picture';
import { arithmeticModel, echoModel } from '../testing/tensor-models';

const open: AgentApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api[Symbol.asyncDispose]();
});
async function start(setup: ApiSetup): Promise<AgentApi> {
  const api = await startApi(setup);
  open.push(api);
  return api;
}

const index = async (api: AgentApi, body: object = {}): Promise<readonly Record<string, unknown>[]> => {
  const answer = await api.post('/v2/repository/index', body);
  expect(answer.status).toBe(200);
  return answer.body as unknown as Record<string, unknown>[];
};
const state = async (api: AgentApi, body?: object): Promise<Record<string, unknown>> =>
  Object.fromEntries(
    (await index(api, body)).map(({ name, version, state: is }) => [
      `${String(name)} ${String(version)}`,
      is,
    ]),
  );
const load = (api: AgentApi, name: string, init: RequestInit = {}) =>
  api.call(`/v2/repository/models/${name}/load`, { method: 'POST', ...init });
const unload = (api: AgentApi, name: string) =>
  api.call(`/v2/repository/models/${name}/unload`, { method: 'POST' });
const echo = { inputs: [{ name: 'x', datatype: 'FP32', shape: [1, 2], data: [1, 2] }] };
const two = (name: string) => ({ name, datatype: 'FP32', shape: [1, 2], data: [1, 2] });

describe('the model repository (S3-27)', () => {
  it('lists what lies in the folder, by its own name or its place, and loads it when asked', async () => {
    const api = await start({
      models: {
        'colours.onnx': colourModel(),
        'echo.onnx': echoModel('FP32'),
        'pumps/3/model.onnx': arithmeticModel({ name: 'not-its-place', version: '9' }),
        'broken.onnx': Buffer.from('garbage'),
        'notes.txt': Buffer.from('no model'),
        '.hidden/1/model.onnx': echoModel('FP32'),
      },
    });
    const [echoVersion] = (await index(api))
      .filter(({ name }) => name === 'echo')
      .map(({ version }) => version);
    expect(await index(api)).toContainEqual({
      name: 'pumps',
      version: '3',
      state: 'UNAVAILABLE',
      reason: 'not loaded',
    });
    expect(await index(api)).toContainEqual(
      expect.objectContaining({
        name: 'broken',
        state: 'UNAVAILABLE',
        reason: expect.stringContaining('not an ONNX model') as string,
      }),
    );
    expect(await state(api, { ready: true })).toEqual({ 'colours v1.0': 'READY' });
    const early = await api.post('/v2/models/pumps/infer', { inputs: [two('a'), two('b')] });
    expect([early.status, early.body['error']]).toEqual([
      409,
      expect.stringContaining('POST /v2/repository/models/pumps/load'),
    ]);
    for (const name of ['echo', 'pumps']) expect((await load(api, name)).status).toBe(200);
    expect(await state(api, { ready: true })).toEqual({
      'colours v1.0': 'READY',
      [`echo ${String(echoVersion)}`]: 'READY',
      'pumps 3': 'READY',
    });
    expect((await api.call('/v2/models')).body).toEqual({ models: ['colours', 'echo', 'pumps'] });
    expect(
      (await api.post('/v2/models/pumps/versions/3/infer', { inputs: [two('a'), two('b')] })).status,
    ).toBe(200);
    expect((await api.call('/v2/models/pumps/versions/4/ready')).status).toBe(404);
    expect((await unload(api, 'pumps')).status).toBe(200);
    expect((await unload(api, 'pumps')).status).toBe(200);
    expect((await api.call('/v2/models/pumps/ready')).status).toBe(409);
    expect(String((await api.call('/metrics')).body['text'])).toContain('request_failures_total');
  });

  it('refuses what it cannot do, and changes nothing', async () => {
    const api = await start({
      models: { 'colours.onnx': colourModel(), 'broken.onnx': Buffer.from('garbage') },
    });
    const before = await index(api);
    const wrong: readonly (readonly [() => ReturnType<typeof load>, number, RegExp])[] = [
      [() => load(api, 'nobody'), 404, /no model "nobody"/],
      [() => unload(api, 'nobody'), 404, /no model "nobody"/],
      [() => load(api, 'broken'), 422, /broken.onnx: The file is not an ONNX model/],
      [() => unload(api, 'colours'), 409, /judges the device's pictures/],
      [() => load(api, '..%2F..%2Fetc%2Fpasswd'), 404, /no model/],
      [
        () => load(api, 'colours', { headers: { 'content-type': 'application/json' }, body: '[1]' }),
        400,
        /JSON object/,
      ],
      [
        () => load(api, 'colours', { headers: { 'content-type': 'application/json' }, body: '{"a":' }),
        400,
        /JSON object/,
      ],
      [() => api.post('/v2/repository/index', { ready: 'yes' }), 400, /"ready"/],
    ];
    for (const [run, status, message] of wrong) {
      const answer = await run();
      expect([answer.status, answer.body['error']]).toEqual([status, expect.stringMatching(message)]);
    }
    expect(await index(api)).toEqual(before);
  });

  it("keeps other machines' web pages from steering it", async () => {
    const api = await start({ models: { 'colours.onnx': colourModel(), 'echo.onnx': echoModel('FP32') } });
    expect((await load(api, 'echo', { headers: { origin: 'https://evil.example' } })).status).toBe(403);
    expect((await load(api, 'echo', { headers: { origin: 'null' } })).status).toBe(403);
    expect((await load(api, 'echo', { headers: { origin: 'http://127.0.0.1:8090' } })).status).toBe(200);
  });

  it('holds no more than its limits, counted together with the judging model', async () => {
    const models = {
      'colours.onnx': colourModel(),
      'a.onnx': echoModel('FP32'),
      'b.onnx': echoModel('INT8'),
    };
    const few = await start({ models, limits: { models: 2, bytes: Infinity } });
    expect((await load(few, 'a')).status).toBe(200);
    const full = await load(few, 'b');
    expect([full.status, full.body['error']]).toEqual([429, expect.stringContaining('MODELS_MAX')]);
    expect((await load(few, 'a')).status).toBe(200);
    await unload(few, 'a');
    expect((await load(few, 'b')).status).toBe(200);
    const small = await start({
      models,
      limits: { models: 9, bytes: colourModel().length + echoModel('FP32').length },
    });
    expect((await load(small, 'a')).status).toBe(200);
    expect((await load(small, 'b')).body['error']).toContain('MODELS_MAX_MB');
  });

  it('loads what it was told to from the start, tells what it cannot, and follows their newest versions', async () => {
    const api = await start({
      models: {
        'colours.onnx': colourModel(),
        'm/1/model.onnx': arithmeticModel(),
        'x.onnx': Buffer.from('garbage'),
      },
      wanted: ['m', 'x', 'absent'],
    });
    expect(await state(api)).toMatchObject({ 'colours v1.0': 'READY', 'm 1': 'READY' });
    await api.put('m/2/model.onnx', arithmeticModel({ change: 'yes' }));
    await api.models.check();
    expect(await state(api)).toMatchObject({ 'm 1': 'UNAVAILABLE', 'm 2': 'READY' });
    await api.put('m/3/model.onnx', 'garbage');
    await api.models.check();
    expect(await state(api)).toMatchObject({ 'm 2': 'READY', 'm 3': 'UNAVAILABLE' });
    await rm(join(api.folder, 'm'), { recursive: true });
    await api.models.check();
    expect(await index(api)).toContainEqual({
      name: 'm',
      version: '2',
      state: 'READY',
      reason: 'its file is gone',
    });
    expect((await api.post('/v2/models/m/infer', { inputs: [two('a'), two('b')] })).status).toBe(200);
  });

  it('lets the newest model that judges pictures judge them, and keeps the former when it is wanted', async () => {
    const api = await start({ models: { 'a/1/model.onnx': colourModel() }, wanted: ['a'] });
    const image = (await picture('red')).toString('base64');
    const pictureOf = { inputs: [{ name: 'image', datatype: 'BYTES', shape: [1], data: [image] }] };
    await api.put('tensors.onnx', echoModel('FP32'));
    await api.models.check();
    expect(api.models.current?.reference.name).toBe('a');
    expect(api.models.fault).toBeUndefined();
    await api.put('b/1/model.onnx', colourModel({ version: 'newer' }));
    await api.models.check();
    expect(api.models.current?.reference.name).toBe('b');
    for (const name of ['a', 'b'])
      expect((await api.post(`/v2/models/${name}/infer`, pictureOf)).status).toBe(200);
    const batch = await api.journal.take({ entries: 9, bytes: 99_999 });
    expect(
      batch?.entries.map(
        ({ json }) => (JSON.parse(json.toString()) as { model: { name: string } }).model.name,
      ),
    ).toEqual(['a', 'b']);
    expect((await unload(api, 'a')).status).toBe(200);
  });

  it('loads, unloads and swaps while it infers: every request is answered or told that the model is not loaded', async () => {
    const api = await startApi({
      models: { 'c0.onnx': colourModel(), 'echo.onnx': echoModel('FP32') },
      maxRequests: 100,
    });
    open.push(api);
    const image = (await picture('red')).toString('base64');
    const pictureOf = { inputs: [{ name: 'image', datatype: 'BYTES', shape: [1], data: [image] }] };
    const stop = new AbortController();
    const seen = new Map<string, number>();
    const ask = async (model: string, body: object): Promise<void> => {
      while (!stop.signal.aborted) {
        const { status } = await api.post(`/v2/models/${model}/infer?record=false`, body);
        seen.set(`${model} ${status}`, (seen.get(`${model} ${status}`) ?? 0) + 1);
      }
    };
    const asking = [
      ask('colours', pictureOf),
      ask('colours', pictureOf),
      ask('echo', echo),
      ask('echo', echo),
    ];
    for (let round = 1; round <= 15; round++) {
      await Promise.all([
        load(api, 'echo'),
        api.put(`c${round}.onnx`, colourModel({ version: `v${round}` })),
      ]);
      await Promise.all([api.models.check(), unload(api, 'echo')]);
    }
    stop.abort();
    await Promise.all(asking);
    expect([...seen.keys()].sort()).toEqual(['colours 200', 'echo 200', 'echo 409']);
  });
});
