import { DeviceServiceService } from '@tutti/contracts/gen/tutti/devices/v1/device';
import { GrpcCaller, SimulatedDevice, startSystem } from '@tutti/testing';
import { Agent, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { median, perSecond, report } from './report';

/** The same reads by gRPC and by REST, one connection against eight, each with eight calls under way. */

const rounds = 5;
const calls = { get: 1_500, list: 200 };
const width = 8;
const devices = 50;
const password = 'correct horse battery';

const system = await startSystem({ env: { TUTTI_ADMIN_PASSWORD: password }, args: ['--no-agent'] });
const agent = new Agent({ keepAlive: true, maxSockets: width });
const headers: Record<string, string> = { 'content-type': 'application/json' };

const rest = async <Body>(method: string, path: string, body?: unknown): Promise<Body> => {
  const { promise, resolve, reject } = Promise.withResolvers<Body>();
  request(`${system.url}/api/v1/${path}`, { method, headers, agent }, (message) => {
    json(message).then((answer) => {
      if (message.statusCode && message.statusCode < 300) resolve(answer as Body);
      else reject(new Error(`${method} ${path}: ${message.statusCode}`));
    }, reject);
  })
    .on('error', reject)
    .end(body === undefined ? undefined : JSON.stringify(body));
  return promise;
};

const session = await rest<{ accessToken: string }>('POST', 'sessions', { name: 'admin', password });
headers['authorization'] = `Bearer ${session.accessToken}`;
const terms = { ttlSeconds: 3600, maxUses: devices, autoAccept: true };
const { token } = await rest<{ token: string }>('POST', 'enrolment-tokens', terms);
let id = '';
for (let n = 0; n < devices; n++) {
  const device = new SimulatedDevice({ url: system.url, serial: `bench-${n}` });
  ({ id } = await device.ask({ token }));
}

const caller = new GrpcCaller(system.grpc);
const { getDevice, listDevices } = DeviceServiceService;
const bearer = { authorization: headers['authorization'] };
const byRest = {
  get: () => rest('GET', `devices/${id}`),
  list: () => rest('GET', `devices?pageSize=${devices}`),
};
const byGrpc = {
  get: () => caller.call(getDevice, { id }, bearer),
  list: () => caller.call(listDevices, { pageSize: devices }, bearer),
};

const rates: Record<'get' | 'list', { rest: number[]; grpc: number[] }> = {
  get: { rest: [], grpc: [] },
  list: { rest: [], grpc: [] },
};
for (let round = 0; round <= rounds; round++) {
  for (const what of ['get', 'list'] as const) {
    const once = { rest: await perSecond(calls[what], width, byRest[what]), grpc: 0 };
    once.grpc = await perSecond(calls[what], width, byGrpc[what]);
    // The first round warms up.
    if (round === 0) continue;
    rates[what].rest.push(once.rest);
    rates[what].grpc.push(once.grpc);
  }
}
caller.close();
agent.destroy();
await system.dispose();

const figures = (['get', 'list'] as const).flatMap((what) => {
  const name = what === 'get' ? 'one device' : `a page of ${devices} devices`;
  const { rest: restRates, grpc } = rates[what];
  const ratio = median(grpc.map((rate, n) => rate / (restRates[n] ?? Number.NaN)));
  return [
    { name: `${name}, REST`, value: median(restRates), unit: 'calls/s' },
    { name: `${name}, gRPC`, value: median(grpc), unit: 'calls/s' },
    { name: `${name}, gRPC / REST`, value: ratio, unit: 'x', goal: '>=0.7' },
  ];
});
report('grpc', figures);
process.exit();
