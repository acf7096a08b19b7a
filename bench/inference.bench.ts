import { loadConfig, startAgent } from '@tutti/agent';
import {
  type Client,
  type GrpcObject,
  type ServiceClientConstructor,
  credentials,
  loadPackageDefinition,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { median, report } from './report';

/**
 * One picture of 96x96 as a raw tensor (27,648 bytes) through the agent's Open Inference Protocol v2 against the bare
 * onnxruntime-node loop on the same tensor. The client shares the process, so its own cost is part of the ratio.
 */

const seconds = 3;
const rounds = 3;
const starter = JSON.parse(
  execFileSync(process.execPath, ['infra/dev/models.mjs', '--json'], { encoding: 'utf8' })
    .split('\n')
    .findLast((line) => line.startsWith('{')) ?? '',
) as { modelPath: string };
const dir = mkdtempSync(join(tmpdir(), 'tutti-bench-'));
const models = join(dir, 'models');
mkdirSync(models);
copyFileSync(starter.modelPath, join(models, basename(starter.modelPath)));
const pixels = Uint8Array.from({ length: 96 * 96 * 3 }, (_, at) => (at * 7919) % 256);
const shape = [1, 96, 96, 3];

const rate = async (work: () => Promise<unknown>): Promise<number> => {
  for (let n = 0; n < 20; n++) await work();
  let done = 0;
  const started = performance.now();
  while (performance.now() - started < seconds * 1000) {
    await work();
    done++;
  }
  return (done / (performance.now() - started)) * 1000;
};

const bare = async (): Promise<number> => {
  const session = await InferenceSession.create(readFileSync(starter.modelPath), { intraOpNumThreads: 1 });
  const result = await rate(() => session.run({ image: new Tensor('uint8', pixels, shape) }));
  await session.release();
  return result;
};

const settings = { models, images: join(dir, 'none'), port: 0, grpcPort: 0, threads: 1, logLevel: 'error' };
const agent = await startAgent(loadConfig({ ...settings, data: join(dir, 'agent') }, {}));
const keepAlive = new Agent({ keepAlive: true });

const post = (url: string, headers: Record<string, string | number>, body: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', agent: keepAlive, headers }, (response) => {
      response
        .resume()
        .on('end', () =>
          response.statusCode === 200 ? resolve() : reject(new Error(String(response.statusCode))),
        );
    });
    asked.on('error', reject).end(body);
  });

let found: { models: string[] } = { models: [] };
while (found.models.length === 0)
  found = (await (await fetch(`${agent.url}/v2/models`)).json()) as typeof found;
const [name = ''] = found.models;
const url = `${agent.url}/v2/models/${name}/infer`;
const input = { name: 'image', datatype: 'UINT8', shape };
const json = Buffer.from(JSON.stringify({ inputs: [{ ...input, data: [...pixels] }] }));
const head = Buffer.from(
  JSON.stringify({
    parameters: { binary_data_output: true },
    inputs: [{ ...input, parameters: { binary_data_size: pixels.length } }],
  }),
);
const binary = Buffer.concat([head, pixels]);

const proto = loadSync('proto/inference/v2/grpc_inference.proto', { longs: String });
const { GRPCInferenceService } = loadPackageDefinition(proto)['inference'] as GrpcObject;
const Service = GRPCInferenceService as ServiceClientConstructor;
const client = new Service(agent.grpcAddress ?? '', credentials.createInsecure()) as unknown as Client &
  Record<'ModelInfer', (request: object, done: (error: Error | null) => void) => void>;
const call = (asked: object): Promise<void> =>
  new Promise((resolve, reject) =>
    client.ModelInfer(asked, (error) => (error === null ? resolve() : reject(error))),
  );
const raw = { modelName: name, inputs: [input], rawInputContents: [Buffer.from(pixels)] };
const typed = { modelName: name, inputs: [{ ...input, contents: { uintContents: [...pixels] } }] };

const ways = {
  'bare onnxruntime-node loop': bare,
  'HTTP, JSON': () => rate(() => post(url, { 'content-type': 'application/json' }, json)),
  'HTTP, bytes': () =>
    rate(() =>
      post(
        url,
        { 'content-type': 'application/octet-stream', 'inference-header-content-length': head.length },
        binary,
      ),
    ),
  'gRPC, typed contents': () => rate(() => call(typed)),
  'gRPC, raw contents': () => rate(() => call(raw)),
};
const rates = new Map<string, number[]>();
for (let round = 0; round < rounds; round++)
  for (const [way, run] of Object.entries(ways)) rates.set(way, [...(rates.get(way) ?? []), await run()]);
client.close();
keepAlive.destroy();
await agent.stop();
rmSync(dir, { recursive: true });

const [base = [], ...others] = [...rates.values()];
report('inference', [
  ...[...rates].map(([way, all]) => ({ name: way, value: median(all), unit: 'inferences/s' })),
  ...others.map((all, at) => ({
    name: `${Object.keys(ways)[at + 1]} / bare loop`,
    value: median(all.map((each, round) => each / (base[round] ?? Number.NaN))),
    unit: 'x',
  })),
]);
process.exit();
