import { DeviceServiceService } from '@tutti/contracts/gen/tutti/devices/v1/device';
import type { DeviceGroup } from '@tutti/contracts/devices';
import { GrpcCaller, mariadbTestDatabase, startTestMariadb, type TestMariadb } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answered } from './answered.fixture';
import { Fleet } from './fleet.fixture';

let server: TestMariadb;
let fleet: Fleet;
beforeAll(async () => {
  server = await startTestMariadb();
  fleet = await Fleet.start({ database: mariadbTestDatabase(server.url) });
});
afterAll(async () => {
  await fleet.stop();
  await server.stop();
});

const define = (name: string): Promise<Answered> =>
  fleet.call('POST /device-groups', {
    json: { name, filter: 'site==Seoul' },
    headers: { 'idempotency-key': `define-${name}` },
  });

/** What may be said while the database is away: that it is, or that a read model cannot follow. */
const away = ['database.unavailable', 'projection.behind'];

const refused = ({ status, code, headers }: Answered): void =>
  expect({ status, away: away.includes(code ?? ''), retry: headers.get('retry-after') }).toEqual({
    ...{ status: 503, away: true, retry: '1' },
  });

describe('a database server that is killed under load', () => {
  test('is a 503 to whoever asks, and nothing is lost or done twice', async () => {
    const names: string[] = [];
    const answers: Answered[] = [];
    let going = true;
    const ask = async (which: number): Promise<void> => {
      for (let n = 0; going; n += 1) {
        const name = `${which}-${n}`;
        names.push(name);
        answers.push(await define(name), await fleet.call('GET /devices'));
      }
    };
    const asking = Promise.all([0, 1, 2, 3].map(ask));
    await fleet.eventually(() => expect(answers.length).toBeGreaterThan(20));
    await server.kill9();
    await fleet.eventually(() =>
      expect(answers.filter(({ status }) => status === 503).length).toBeGreaterThan(8),
    );
    await server.restart();
    const before = answers.length;
    await fleet.eventually(() =>
      expect(answers.slice(before).filter(({ status }) => status < 300).length).toBeGreaterThan(8),
    );
    going = false;
    await asking;
    for (const answer of answers) if (answer.status >= 300) refused(answer);

    for (const name of names)
      await fleet.eventually(async () => expect(await define(name)).toMatchObject({ status: 201 }));
    const { items } = await fleet.ok<{ items: DeviceGroup[] }>('GET /device-groups?pageSize=200');
    expect(items.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  });

  test('is UNAVAILABLE to whoever calls by gRPC', async () => {
    const caller = new GrpcCaller(fleet.grpc);
    const admin = await fleet.bearer('admin');
    await server.kill9();
    await expect(caller.refused(DeviceServiceService.listDevices, {}, admin)).resolves.toMatchObject({
      ...{ status: 'UNAVAILABLE', reason: 'DATABASE_UNAVAILABLE', retrySeconds: 1 },
    });
    refused(await fleet.call('GET /devices'));
    expect(fleet.lines.filter((line) => line.includes('"unexpected"'))).toEqual([]);
    expect(fleet.lines.filter((line) => /not available.*|ECONNREFUSED/.test(line)).length).toBeGreaterThan(0);
    await server.restart();
    await fleet.eventually(() => caller.call(DeviceServiceService.listDevices, {}, admin));
    caller.close();
  });
});
