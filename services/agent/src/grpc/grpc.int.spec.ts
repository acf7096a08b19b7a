import { Metadata, type ServiceError, credentials, status } from '@grpc/grpc-js';
import { type Datatype, datatypes } from '@tutti/vision';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { type AgentApi, type ApiSetup, startApi } from '../testing/agent-api';
import { colourModel } from '../testing/sample-model';
import { picture } from '../testing/sample-picture';
import { arithmeticModel, echoModel } from '../testing/tensor-models';
import {
  GRPCInferenceServiceClient as Client,
  GRPCInferenceServiceService as calls,
  InferTensorContents,
  ModelInferRequest,
  type ModelInferResponse,
} from './gen/inference/v2/grpc_inference';
import { startGrpc } from './server';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

interface Grpc {
  readonly api: AgentApi;
  readonly client: Client;
  readonly address: string;
}

async function start(setup: ApiSetup): Promise<Grpc> {
  const api = await startApi(setup);
  const { models, inference, metrics, gate } = api;
  const log = pino({ level: 'silent' });
  const parts = { models, inference, metrics, gate, token: setup.token, agentVersion: '0.1.0', log };
  const grpc = await startGrpc({ ...parts, host: '127.0.0.1', port: 0 });
  const client = new Client(grpc.address, credentials.createInsecure());
  open.push(
    () => api[Symbol.asyncDispose](),
    () => grpc.close(),
    () => client.close(),
  );
  return { api, client, address: grpc.address };
}

interface Method<Request, Response> {
  readonly path: string;
  readonly requestSerialize: (request: Request) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => Response;
}

const ask = <Request, Response>(
  { client }: Grpc,
  { path, requestSerialize, responseDeserialize }: Method<Request, Response>,
  request: Request,
  token?: string,
): Promise<Response> => {
  const metadata = new Metadata();
  if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      metadata,
      (error, response) => (error !== null ? reject(error) : response !== undefined && resolve(response)),
    );
  });
};

const infer = (grpc: Grpc, request: ModelInferRequest): Promise<ModelInferResponse> =>
  ask(grpc, calls.modelInfer, request);
const refusal = async (
  work: Promise<unknown>,
): Promise<readonly [code: string | undefined, details: string]> => {
  const error = await work.then(
    () => undefined,
    (reason: ServiceError) => reason,
  );
  return [error === undefined ? undefined : status[error.code], error?.details ?? ''];
};

const nothing = ModelInferRequest.decode(Buffer.alloc(0));
const empty = InferTensorContents.decode(Buffer.alloc(0));
const echo = (
  datatype: string,
  contents?: Partial<InferTensorContents>,
  over: Partial<ModelInferRequest> = {},
): ModelInferRequest => ({
  ...nothing,
  modelName: 'echo',
  id: 'q-7',
  inputs: [
    { name: 'x', datatype, shape: [1n, 2n], parameters: {}, contents: contents && { ...empty, ...contents } },
  ],
  ...over,
});

/** The typed field and values, and the same as bytes. */
const samples: Readonly<
  Record<Datatype, readonly [typed: Partial<InferTensorContents> | undefined, hex: string]>
> = {
  BOOL: [{ boolContents: [true, false] }, '0100'],
  INT8: [{ intContents: [-128, 127] }, '807f'],
  INT16: [{ intContents: [-32768, 258] }, '00800201'],
  INT32: [{ intContents: [-2147483648, 1] }, '0000008001000000'],
  INT64: [{ int64Contents: [-9223372036854775808n, 1n] }, '00000000000000800100000000000000'],
  UINT8: [{ uintContents: [0, 255] }, '00ff'],
  UINT16: [{ uintContents: [65535, 258] }, 'ffff0201'],
  UINT32: [{ uintContents: [4294967295, 1] }, 'ffffffff01000000'],
  UINT64: [{ uint64Contents: [18446744073709551615n, 1n] }, 'ffffffffffffffff0100000000000000'],
  FP16: [undefined, '003c00c1'],
  FP32: [{ fp32Contents: [Infinity, -2.5] }, '0000807f000020c0'],
  FP64: [{ fp64Contents: [1, 0.1] }, '000000000000f03f9a9999999999b93f'],
  BYTES: [{ bytesContents: [Buffer.from(''), Buffer.from('Grüße')] }, '00000000070000004772c3bcc39f65'],
};

describe('inference.GRPCInferenceService', () => {
  it.each(datatypes)('echoes %s through a real model, in the form in which it came', async (datatype) => {
    const grpc = await start({ models: { 'echo.onnx': echoModel(datatype) }, wanted: ['*'] });
    const [typed, hex] = samples[datatype];
    const bytes = Buffer.from(hex, 'hex');
    const raw = await infer(grpc, echo(datatype, undefined, { rawInputContents: [bytes] }));
    const output = { name: 'y', datatype, shape: [1n, 2n], parameters: {} };
    expect(raw).toMatchObject({
      modelName: 'echo',
      id: 'q-7',
      outputs: [{ ...output, contents: undefined }],
    });
    expect(raw.rawOutputContents.map((each) => each.toString('hex'))).toEqual([hex]);
    if (typed === undefined) return;
    const answer = await infer(grpc, echo(datatype, typed));
    expect(answer.outputs).toEqual([{ ...output, contents: { ...empty, ...typed } }]);
    expect(answer.rawOutputContents).toEqual([]);
  });

  it('has the names and numbers of the published service on the wire', async () => {
    const request = ModelInferRequest.encode(echo('INT8', { intContents: [1, 2] })).finish();
    // model_name = 1, id = 3, inputs = 5 of name = 1, datatype = 2, shape = 3, contents = 5 of int_contents = 2.
    expect(Buffer.from(request).toString('hex')).toBe(
      `0a04${Buffer.from('echo').toString('hex')}1a03${Buffer.from('q-7').toString('hex')}` +
        `2a130a01781204${Buffer.from('INT8').toString('hex')}1a0201022a0412020102`,
    );
    expect(ModelInferRequest.decode(Buffer.from('3a0101', 'hex')).rawInputContents).toEqual([
      Buffer.from([1]),
    ]);
  });

  it('tells about server and models, loads and unloads them', async () => {
    const grpc = await start({
      models: { 'colours.onnx': colourModel(), 'm/1/model.onnx': arithmeticModel() },
    });
    expect(await ask(grpc, calls.serverLive, {})).toEqual({ live: true });
    expect(await ask(grpc, calls.serverReady, {})).toEqual({ ready: true });
    expect(await ask(grpc, calls.serverMetadata, {})).toEqual({
      name: 'tutti-agent',
      version: '0.1.0',
      extensions: ['binary_tensor_data', 'classification', 'model_repository'],
    });
    const ready = (name: string, version = '') => ask(grpc, calls.modelReady, { name, version });
    expect([await ready('colours'), await ready('m')]).toEqual([{ ready: true }, { ready: false }]);
    expect(await refusal(ready('other'))).toEqual(['NOT_FOUND', expect.stringContaining('no model "other"')]);
    const call = { repositoryName: '', modelName: 'm', parameters: {} };
    expect(await ask(grpc, calls.repositoryModelLoad, call)).toEqual({
      modelName: 'm',
      isLoaded: true,
    });
    expect(await ready('m', '1')).toEqual({ ready: true });
    expect(await ask(grpc, calls.modelMetadata, { name: 'm', version: '' })).toMatchObject({
      name: 'm',
      versions: ['1'],
      platform: 'onnx_onnxv1',
      inputs: [{ name: 'a', datatype: 'FP32', shape: [-1n, 2n] }, { name: 'b' }],
      outputs: [{ name: 'sum' }, { name: 'difference' }],
    });
    const index = await ask(grpc, calls.repositoryIndex, { repositoryName: '', ready: false });
    expect(index.models).toContainEqual({ name: 'm', version: '1', state: 'READY', reason: '' });
    // KServe's clients have the model's name where Triton's have the repository's.
    const kserve = { repositoryName: 'm', modelName: '', parameters: {} };
    expect(await ask(grpc, calls.repositoryModelUnload, kserve)).toEqual({
      modelName: 'm',
      isUnloaded: true,
    });
    const judging = { ...call, modelName: 'colours' };
    expect(await refusal(ask(grpc, calls.repositoryModelUnload, judging))).toEqual([
      'FAILED_PRECONDITION',
      expect.stringContaining('judges'),
    ]);
  });

  it('judges a picture, keeps it as a result of the device, and classifies', async () => {
    const grpc = await start({ models: { 'colours.onnx': colourModel() } });
    const red = await picture('red');
    const request = (over: Partial<ModelInferRequest>): ModelInferRequest => ({
      ...nothing,
      modelName: 'colours',
      inputs: [
        {
          name: 'image',
          datatype: 'BYTES',
          shape: [1n],
          parameters: {},
          contents: { ...empty, bytesContents: [red] },
        },
      ],
      outputs: [{ name: 'label', parameters: {} }],
      ...over,
    });
    const file = { parameterChoice: { $case: 'stringParam', stringParam: 'gate-3.jpg' } } as const;
    const kept = await infer(grpc, request({ parameters: { file } }));
    expect(kept.outputs[0]?.contents?.bytesContents.map(String)).toEqual(['red']);
    const record = { parameterChoice: { $case: 'boolParam', boolParam: false } } as const;
    const classification = { parameterChoice: { $case: 'int64Param', int64Param: 1n } } as const;
    const unkept = await infer(
      grpc,
      request({
        parameters: { record },
        outputs: [{ name: 'probabilities', parameters: { classification } }],
      }),
    );
    expect(String(unkept.outputs[0]?.contents?.bytesContents[0])).toMatch(/:0:red$/);
    const batch = await grpc.api.journal.take({ entries: 10, bytes: 10_000 });
    expect(
      batch?.entries.map(({ json }) => (JSON.parse(json.toString()) as { inputFile: string }).inputFile),
    ).toEqual(['gate-3.jpg']);
  });

  const wrong: readonly (readonly [
    what: string,
    request: ModelInferRequest,
    code: string,
    details: RegExp,
  ])[] = [
    ['no model', echo('INT8', {}, { modelName: '' }), 'INVALID_ARGUMENT', /model_name is missing/],
    ['an unknown model', echo('INT8', {}, { modelName: 'x' }), 'NOT_FOUND', /no model "x"/],
    ['an unknown version', echo('INT8', {}, { modelVersion: '9' }), 'NOT_FOUND', /no version "9"/],
    ['another datatype', echo('INT16', { intContents: [1, 2] }), 'INVALID_ARGUMENT', /must be INT8/],
    ['the wrong field', echo('INT8', { int64Contents: [1n, 2n] }), 'INVALID_ARGUMENT', /2 values, not 0/],
    ['no contents', echo('INT8'), 'INVALID_ARGUMENT', /2 values, not 0/],
    ['a value out of range', echo('INT8', { intContents: [1, 200] }), 'INVALID_ARGUMENT', /no INT8: 200/],
    [
      'raw and typed contents',
      echo('INT8', { intContents: [1, 2] }, { rawInputContents: [Buffer.alloc(2)] }),
      'INVALID_ARGUMENT',
      /although raw/,
    ],
    [
      'raw contents for more inputs',
      echo('INT8', undefined, { rawInputContents: [Buffer.alloc(2), Buffer.alloc(2)] }),
      'INVALID_ARGUMENT',
      /all or none/,
    ],
    [
      'truncated raw contents',
      echo('INT8', undefined, { rawInputContents: [Buffer.alloc(1)] }),
      'INVALID_ARGUMENT',
      /must have 2 bytes, not 1/,
    ],
    [
      'a parameter of another kind',
      echo(
        'INT8',
        { intContents: [1, 2] },
        { parameters: { record: { parameterChoice: { $case: 'stringParam', stringParam: 'no' } } } },
      ),
      'INVALID_ARGUMENT',
      /must be a boolParam/,
    ],
    [
      'a huge shape',
      echo('INT8', undefined, {
        inputs: [
          { name: 'x', datatype: 'INT8', shape: [2n ** 62n, 4n], parameters: {}, contents: undefined },
        ],
      }),
      'INVALID_ARGUMENT',
      /dimension of/,
    ],
    [
      'a negative shape',
      echo('INT8', undefined, {
        inputs: [{ name: 'x', datatype: 'INT8', shape: [-1n, -2n], parameters: {}, contents: undefined }],
      }),
      'INVALID_ARGUMENT',
      /dimension of -1/,
    ],
  ];
  it.each(wrong)('refuses %s, and goes on', async (_what, request, code, details) => {
    const grpc = await start({ models: { 'echo.onnx': echoModel('INT8') }, wanted: ['*'] });
    expect(await refusal(infer(grpc, request))).toEqual([code, expect.stringMatching(details)]);
    expect((await infer(grpc, echo('INT8', { intContents: [1, 2] }))).outputs).toHaveLength(1);
    const metrics = String((await grpc.api.call('/metrics')).body['text']);
    expect(metrics).toContain(`edge_grpc_refusals_total{code="${code}"} 1`);
  });

  it('demands the token for everything but health', async () => {
    const token = 'a-long-enough-token';
    const grpc = await start({ models: { 'echo.onnx': echoModel('INT8') }, wanted: ['*'], token });
    expect(await ask(grpc, calls.serverReady, {})).toEqual({ ready: true });
    for (const given of [undefined, 'wrong']) {
      const call = ask(grpc, calls.modelInfer, echo('INT8', { intContents: [1, 2] }), given);
      expect(await refusal(call)).toEqual(['UNAUTHENTICATED', expect.stringContaining('AGENT_TOKEN')]);
      expect((await refusal(ask(grpc, calls.serverMetadata, {}, given)))[0]).toBe('UNAUTHENTICATED');
    }
    const answer = await ask(grpc, calls.modelInfer, echo('INT8', { intContents: [1, 2] }), token);
    expect(answer.outputs).toHaveLength(1);
  });

  it('lets no more in than the gate has room for, HTTP and gRPC together, and all out again', async () => {
    const grpc = await start({ models: { 'echo.onnx': echoModel('INT8') }, wanted: ['*'], maxRequests: 1 });
    const leave = grpc.api.gate.admit();
    expect((await refusal(infer(grpc, echo('INT8', { intContents: [1, 2] }))))[0]).toBe('RESOURCE_EXHAUSTED');
    leave();
    for (let n = 0; n < 5; n++) await infer(grpc, echo('INT8', { intContents: [1, 2] }));
    expect((await refusal(infer(grpc, echo('INT8', { intContents: [1] }))))[0]).toBe('INVALID_ARGUMENT');
    await infer(grpc, echo('INT8', { intContents: [1, 2] }));
  });

  it('is left by callers that go away in the middle', async () => {
    const grpc = await start({ models: { 'echo.onnx': echoModel('INT8') }, wanted: ['*'], maxRequests: 1 });
    const request = echo('INT8', undefined, { rawInputContents: [Buffer.alloc(20 * 1024 * 1024)] });
    for (let n = 0; n < 3; n++) {
      const call = grpc.client.modelInfer(request, () => undefined);
      await new Promise((resolve) => setImmediate(resolve));
      call.cancel();
    }
    const asked = (): Promise<ModelInferResponse> => infer(grpc, echo('INT8', { intContents: [1, 2] }));
    await expect.poll(() => asked().then(({ outputs }) => outputs.length)).toBe(1);
    expect((await asked()).outputs).toHaveLength(1);
  });

  it('refuses a message that is too large', async () => {
    const grpc = await start({ models: { 'echo.onnx': echoModel('INT8') }, wanted: ['*'] });
    const large = echo('INT8', undefined, { rawInputContents: [Buffer.alloc(40 * 1024 * 1024)] });
    expect((await refusal(infer(grpc, large)))[0]).toBe('RESOURCE_EXHAUSTED');
    expect((await infer(grpc, echo('INT8', { intContents: [1, 2] }))).outputs).toHaveLength(1);
  });

  it('says which flag helps when its port is taken', async () => {
    const { address, api } = await start({});
    const { models, inference, metrics, gate } = api;
    const log = pino({ level: 'silent' });
    const port = Number(address.split(':')[1]);
    const parts = { models, inference, metrics, gate, token: undefined, agentVersion: '0.1.0', log };
    await expect(startGrpc({ ...parts, host: '127.0.0.1', port })).rejects.toThrow('--grpc-port');
  });
});
