import { connect } from 'node:net';
import { type Datatype, datatypes } from '@tutti/vision';
import { afterEach, describe, expect, it } from 'vitest';
import { type AgentApi, type Answer, startApi } from '../testing/agent-api';
import { colourModel } from '../testing/sample-model';
import { picture } from '../testing/sample-picture';
import { arithmeticModel, echoModel } from '../testing/tensor-models';

const open: AgentApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api[Symbol.asyncDispose]();
});

/** All models of the folder are loaded. */
async function start(models: Readonly<Record<string, Uint8Array>>): Promise<AgentApi> {
  const api = await startApi({ models, wanted: ['*'] });
  open.push(api);
  return api;
}

/** JSON followed by bytes, as the binary tensor extension has it. */
const send = (
  ...[api, model, json, tail, headerLength]: [AgentApi, string, object, Uint8Array, (number | string)?]
): Promise<Answer> => {
  const text = Buffer.from(JSON.stringify(json));
  return api.call(`/v2/models/${model}/infer`, {
    method: 'POST',
    headers: {
      'content-type': 'application/octet-stream',
      'inference-header-content-length': String(headerLength ?? text.length),
    },
    body: Buffer.concat([text, tail]),
  });
};

const binaryInput = (datatype: string, shape: readonly number[], size: number) => ({
  inputs: [{ name: 'x', datatype, shape, parameters: { binary_data_size: size } }],
});

const echo = (datatype: string, data: unknown, shape: readonly number[] = [1, 2]) => ({
  inputs: [{ name: 'x', datatype, shape, data }],
});

/** JSON and the same values as bytes, [1,2] each. */
const samples: Readonly<Record<Datatype, readonly [json: readonly unknown[], hex: string]>> = {
  BOOL: [[true, false], '0100'],
  INT8: [[-128, 127], '807f'],
  INT16: [[-32768, 258], '00800201'],
  INT32: [[-2147483648, 1], '0000008001000000'],
  INT64: [[-1, 1], 'ffffffffffffffff0100000000000000'],
  UINT8: [[0, 255], '00ff'],
  UINT16: [[65535, 258], 'ffff0201'],
  UINT32: [[4294967295, 1], 'ffffffff01000000'],
  UINT64: [[0, 1], '00000000000000000100000000000000'],
  FP16: [[1, -2.5], '003c00c1'],
  FP32: [[1, -2.5], '0000803f000020c0'],
  FP64: [[1, 0.1], '000000000000f03f9a9999999999b93f'],
  BYTES: [['', 'Grüße'], '00000000070000004772c3bcc39f65'],
};

describe('tensors through a real model', () => {
  it.each(datatypes)('of %s, from JSON and bytes to JSON and bytes', async (datatype) => {
    const api = await start({ 'echo.onnx': echoModel(datatype) });
    const [json, hex] = samples[datatype];
    const bytes = Buffer.from(hex, 'hex');
    const described = { name: 'y', datatype, shape: [1, 2] };
    const { body } = await api.call('/v2/models/echo');
    expect(body).toMatchObject({
      inputs: [{ name: 'x', datatype, shape: [-1, -1] }],
      outputs: [{ name: 'y', datatype, shape: [-1, -1] }],
    });
    for (const data of [json, [json]]) {
      const answer = await api.post('/v2/models/echo/infer', echo(datatype, data));
      expect(answer.body).toMatchObject({ outputs: [{ ...described, data: json }] });
    }
    const fromBytes = await send(api, 'echo', binaryInput(datatype, [1, 2], bytes.length), bytes);
    expect(fromBytes.body['outputs']).toEqual([{ ...described, data: json }]);
    const toBytes = await api.post('/v2/models/echo/infer', {
      ...echo(datatype, json),
      parameters: { binary_data_output: true },
    });
    const length = Number(toBytes.headers.get('inference-header-content-length'));
    expect(toBytes.headers.get('content-type')).toBe('application/octet-stream');
    expect(JSON.parse(toBytes.bytes.subarray(0, length).toString())).toMatchObject({
      model_name: 'echo',
      outputs: [{ ...described, parameters: { binary_data_size: bytes.length } }],
    });
    expect(toBytes.bytes.subarray(length).toString('hex')).toBe(hex);
  });

  it('of 64-bit integers, exactly', async () => {
    const api = await start({ 'i.onnx': echoModel('INT64'), 'u.onnx': echoModel('UINT64') });
    const infer = async (model: string, datatype: string, numbers: string): Promise<string> => {
      const { bytes } = await api.call(`/v2/models/${model}/infer`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: `{"inputs":[{"name":"x","datatype":"${datatype}","shape":[1,2],"data":${numbers}}]}`,
      });
      return /"data":(\[.*?\])/.exec(bytes.toString())?.[1] ?? bytes.toString();
    };
    const signed = '[9007199254740993,-9223372036854775808]';
    expect(await infer('i', 'INT64', signed)).toBe(signed);
    const unsigned = '[18446744073709551615,9007199254740993]';
    expect(await infer('u', 'UINT64', unsigned)).toBe(unsigned);
    expect(await infer('i', 'INT64', '[9223372036854775808,0]')).toContain(
      'is no INT64: 9223372036854775808',
    );
    expect(await infer('i', 'INT64', `[1${'0'.repeat(400)},0]`)).toContain('a number beyond');
  });

  it('with no value at all, or a whole batch', async () => {
    const api = await start({ 'echo.onnx': echoModel('FP32') });
    const none = await api.post('/v2/models/echo/infer', echo('FP32', [], [0, 2 ** 31]));
    expect(none.body['outputs']).toEqual([{ name: 'y', datatype: 'FP32', shape: [0, 2 ** 31], data: [] }]);
    const data = Array.from({ length: 5000 }, (_, at) => at / 4);
    const many = await api.post('/v2/models/echo/infer', echo('FP32', data, [50, 100]));
    expect(many.body['outputs']).toMatchObject([{ shape: [50, 100], data }]);
  });
});

describe('a model with several inputs and outputs', () => {
  const a = { name: 'a', datatype: 'FP32', shape: [1, 2], data: [5, 7] };
  const b = { name: 'b', datatype: 'FP32', shape: [1, 2], data: [1, 2] };

  it('takes them in any order, some as bytes, and answers with what was asked for as it was asked for', async () => {
    const api = await start({ 'm.onnx': arithmeticModel() });
    const { bytes, headers } = await send(
      api,
      'm',
      {
        id: 'q',
        parameters: { unknown: 1, binary_data_output: true },
        inputs: [
          { ...b, parameters: { whatever: true } },
          { ...a, data: undefined, parameters: { binary_data_size: 8 } },
        ],
        outputs: [{ name: 'difference' }, { name: 'sum', parameters: { binary_data: false, unheard: {} } }],
      },
      Buffer.from(Float32Array.of(5, 7).buffer),
    );
    const length = Number(headers.get('inference-header-content-length'));
    expect(JSON.parse(bytes.subarray(0, length).toString())).toEqual({
      model_name: 'm',
      model_version: expect.stringMatching(/^[0-9a-f]{12}$/) as string,
      id: 'q',
      outputs: [
        { name: 'difference', datatype: 'FP32', shape: [1, 2], parameters: { binary_data_size: 8 } },
        { name: 'sum', datatype: 'FP32', shape: [1, 2], data: [6, 9] },
      ],
    });
    expect(bytes.subarray(length).equals(Buffer.from(Float32Array.of(4, 5).buffer))).toBe(true);
  });

  it('refuses what does not fit together, and goes on', async () => {
    const api = await start({ 'm.onnx': arithmeticModel() });
    const wrong: readonly (readonly [object, RegExp])[] = [
      [{ inputs: [a] }, /"b" is missing/],
      [{ inputs: [a, b, { ...a, name: 'c' }] }, /no input "c"/],
      [{ inputs: [a, a] }, /named once/],
      [{ inputs: [a, b], outputs: [{ name: 'z' }] }, /no output "z"/],
      [
        {
          inputs: [
            { ...a, shape: [2, 2], data: [1, 2, 3, 4] },
            { ...b, shape: [3, 2], data: [1, 2, 3, 4, 5, 6] },
          ],
        },
        /^The model fails/,
      ],
    ];
    for (const [body, message] of wrong) {
      const answer = await api.post('/v2/models/m/infer', body);
      expect([answer.status, answer.body['error']]).toEqual([400, expect.stringMatching(message)]);
    }
    expect((await api.post('/v2/models/m/infer', { inputs: [a, b] })).status).toBe(200);
    const metrics = String((await api.call('/metrics')).body['text']);
    expect(metrics).toContain(`request_failures_total{model_name="m"} ${wrong.length}`);
    expect(metrics).toContain('request_predict_seconds_count{model_name="m"} 1');
  });
});

describe('the classification extension', () => {
  it('answers with the highest values, their places and labels', async () => {
    const api = await start({ 'echo.onnx': echoModel('FP32'), 'colours.onnx': colourModel() });
    const outputs = [{ name: 'y', parameters: { classification: 2 } }];
    const { body } = await api.post('/v2/models/echo/infer', {
      ...echo('FP32', [1, 5, 10, 4, 4, 0], [2, 3]),
      outputs,
    });
    expect(body['outputs']).toEqual([
      { name: 'y', datatype: 'BYTES', shape: [2, 2], data: ['10:2', '5:1', '4:0', '4:1'] },
    ]);
    const image = Array<number>(192)
      .fill(0)
      .map((_, at) => (at % 3 === 1 ? 255 : 0));
    const labelled = await api.post('/v2/models/colours/infer', {
      inputs: [{ name: 'image', datatype: 'UINT8', shape: [1, 8, 8, 3], data: image }],
      outputs: [{ name: 'probabilities', parameters: { classification: 1 } }],
    });
    expect(labelled.body['outputs']).toMatchObject([
      { shape: [1, 1], data: [expect.stringMatching(/^0\.99.*:1:green$/)] },
    ]);
    const wrong = await api.post('/v2/models/echo/infer', {
      ...echo('FP32', [1, 5]),
      outputs: [{ name: 'y', parameters: { classification: 0 } }],
    });
    expect(wrong.status).toBe(400);
  });
});

describe('pictures as bytes', () => {
  it('come as a BYTES tensor, or alone', async () => {
    const api = await start({ 'colours.onnx': colourModel() });
    const green = await picture('lime');
    const tail = Buffer.concat([Buffer.from(Uint32Array.of(green.length).buffer), green]);
    const input = {
      name: 'image',
      datatype: 'BYTES',
      shape: [1],
      parameters: { binary_data_size: tail.length },
    };
    const outputs = [{ name: 'label' }];
    const framed = await send(api, 'colours', { inputs: [input], outputs }, tail);
    expect(framed.body['outputs']).toEqual([
      { name: 'label', datatype: 'BYTES', shape: [1], data: ['green'] },
    ]);
    expect(framed.headers.get('tutti-result')).toBe(`${api.journal.id}/1`);
    const alone = await api.call('/v2/models/colours/infer?record=false', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'inference-header-content-length': '0' },
      body: green,
    });
    expect([alone.status, alone.body['outputs']]).toMatchObject([200, [{}, {}, { data: ['green'] }]]);
    const two = { ...input, parameters: { binary_data_size: 2 * tail.length } };
    expect((await send(api, 'colours', { inputs: [two] }, Buffer.concat([tail, tail]))).status).toBe(400);
  });

  it('and a tensor alone has the shape that its bytes give', async () => {
    const api = await start({ 'echo.onnx': echoModel('INT16', ['N', 3]), 'text.onnx': echoModel('BYTES') });
    const raw = (model: string, bytes: number): Promise<Answer> =>
      api.call(`/v2/models/${model}/infer`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream', 'inference-header-content-length': '0' },
        body: Buffer.alloc(bytes, 1),
      });
    expect((await raw('echo', 12)).body['outputs']).toMatchObject([
      { shape: [2, 3], data: Array(6).fill(257) },
    ]);
    expect((await raw('echo', 13)).body['error']).toContain('must have 12 bytes, not 13');
    expect((await raw('text', 4)).body['error']).toContain('send it with JSON');
  });
});

describe('a hostile body', () => {
  const bytes = Buffer.alloc(8);
  type Case = [what: string, run: (api: AgentApi) => Promise<Answer>, message: RegExp, status?: number];
  const cases: Case[] = [
    [
      'huge shape',
      (api) => api.post('/v2/models/echo/infer', echo('FP32', [1], [2 ** 31, 2 ** 31])),
      /more than/,
      413,
    ],
    [
      'huge shape in bytes',
      (api) => send(api, 'echo', binaryInput('FP32', [2 ** 15, 2 ** 15], 8), bytes),
      /must have 4294967296 bytes/,
    ],
    [
      'negative shape',
      (api) => send(api, 'echo', binaryInput('FP32', [-1, -2], 8), bytes),
      /dimension of -1/,
    ],
    [
      'product that overflows',
      (api) => send(api, 'echo', binaryInput('FP32', [2 ** 31, 2 ** 31], 8), bytes),
      /more than/,
      413,
    ],
    [
      'fraction for a dimension',
      (api) => send(api, 'echo', binaryInput('FP32', [1.5, 2], 8), bytes),
      /dimension of 1.5/,
    ],
    [
      'other rank',
      (api) => send(api, 'echo', binaryInput('FP32', [2], 8), bytes),
      /must have shape \[-1,-1\]/,
    ],
    [
      'header longer than the body',
      (api) => send(api, 'echo', {}, bytes, 1e6),
      /Inference-Header-Content-Length/,
    ],
    [
      'header that is no number',
      (api) => send(api, 'echo', {}, bytes, '0x10'),
      /Inference-Header-Content-Length/,
    ],
    [
      'header in the middle of the JSON',
      (api) => send(api, 'echo', binaryInput('FP32', [1, 2], 8), bytes, 30),
      /not JSON/,
    ],
    [
      'header behind the JSON',
      (api) => send(api, 'echo', binaryInput('FP32', [1, 2], 8), Buffer.from('{}'), 94),
      /not JSON|are 0|malformed/,
    ],
    [
      'truncated bytes',
      (api) => send(api, 'echo', binaryInput('FP32', [1, 2], 8), bytes.subarray(1)),
      /should have 8 bytes/,
    ],
    [
      'bytes too many',
      (api) => send(api, 'echo', binaryInput('FP32', [1, 2], 8), Buffer.alloc(9)),
      /1 bytes behind/,
    ],
    [
      'a size that does not fit the shape',
      (api) => send(api, 'echo', binaryInput('FP32', [1, 2], 7), Buffer.alloc(7)),
      /must have 8 bytes, not 7/,
    ],
    [
      'a negative size',
      (api) => send(api, 'echo', binaryInput('FP32', [1, 2], -8), bytes),
      /binary_data_size/,
    ],
    [
      'a size without a header',
      (api) => api.post('/v2/models/echo/infer', binaryInput('FP32', [1, 2], 8)),
      /there are 0/,
    ],
    [
      'data twice',
      (api) =>
        send(
          api,
          'echo',
          { inputs: [{ ...echo('FP32', [1, 2]).inputs[0], parameters: { binary_data_size: 8 } }] },
          bytes,
        ),
      /both data/,
    ],
    [
      'no data',
      (api) =>
        api.post('/v2/models/echo/infer', { inputs: [{ name: 'x', datatype: 'FP32', shape: [1, 2] }] }),
      /neither data/,
    ],
    [
      'an unknown datatype',
      (api) => api.post('/v2/models/echo/infer', echo('FP8', [1, 2])),
      /must be FP32, not FP8/,
    ],
    [
      'data that is no array',
      (api) => api.post('/v2/models/echo/infer', echo('FP32', { length: 2 })),
      /must be an array/,
    ],
    [
      'the wrong number of values',
      (api) => api.post('/v2/models/echo/infer', echo('FP32', [1])),
      /2 values, not 1/,
    ],
    [
      'a deeply nested array',
      (api) =>
        api.call('/v2/models/echo/infer', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: `{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":${'['.repeat(100_000)}${']'.repeat(100_000)}}]}`,
        }),
      /not nested|not JSON/,
    ],
    [
      'a name of the prototype',
      (api) =>
        api.post('/v2/models/echo/infer', {
          inputs: [{ ...echo('FP32', [1, 2]).inputs[0], name: '__proto__' }],
        }),
      /no input "__proto__"/,
    ],
    ['no body', (api) => api.call('/v2/models/echo/infer', { method: 'POST' }), /not JSON/],
    [
      'a body that is too large',
      (api) => send(api, 'echo', {}, Buffer.alloc(40 * 1024 * 1024)),
      /large/,
      413,
    ],
  ];
  it.each(cases)(
    'with %s is refused, and the next one is answered',
    async (_what, run, message, status = 400) => {
      const api = await start({ 'echo.onnx': echoModel('FP32') });
      const answer = await run(api);
      expect([answer.status, answer.body['error']]).toEqual([status, expect.stringMatching(message)]);
      expect((await api.post('/v2/models/echo/infer', echo('FP32', [1, 2]))).status).toBe(200);
    },
  );

  it('that breaks off in the middle changes nothing', async () => {
    const api = await start({ 'echo.onnx': echoModel('FP32') });
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    socket.write(
      'POST /v2/models/echo/infer HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"inp',
    );
    socket.end();
    socket.resume();
    await new Promise((resolve) => socket.on('close', resolve));
    expect((await api.post('/v2/models/echo/infer', echo('FP32', [1, 2]))).status).toBe(200);
  });
});

it('answers no JSON with infinity in it, but bytes', async () => {
  const api = await start({ 'echo.onnx': echoModel('FP32') });
  const tail = Buffer.from(Float32Array.of(1, Infinity).buffer);
  const refused = await send(api, 'echo', binaryInput('FP32', [1, 2], 8), tail);
  expect([refused.status, refused.body['error']]).toEqual([422, expect.stringContaining('binary_data')]);
  const asked = {
    ...binaryInput('FP32', [1, 2], 8),
    outputs: [{ name: 'y', parameters: { binary_data: true } }],
  };
  expect((await send(api, 'echo', asked, tail)).bytes.subarray(-8).equals(tail)).toBe(true);
});
