import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { repositoryRoot } from '@tutti/nats-server/testing';
import { startSystem, type System } from '@tutti/testing';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { password } from './client';

const run = promisify(execFile);
const buf = join(repositoryRoot(), 'node_modules/.bin/buf');

let system: System;
beforeAll(async () => {
  system = await startSystem({ env: { TUTTI_ADMIN_PASSWORD: password }, args: ['--no-agent'] });
});
afterAll(() => system.dispose());

/** `buf curl` without a schema: it asks the server for one. */
const curl = async (method: string, data: object = {}, headers: readonly string[] = []): Promise<unknown> => {
  const args = ['curl', '--protocol', 'grpc', '--http2-prior-knowledge', '--data', JSON.stringify(data)];
  const all = headers.flatMap((header) => ['--header', header]);
  const { stdout } = await run(buf, [...args, ...all, `http://${system.grpc}/${method}`]);
  return JSON.parse(stdout);
};

const bearer = async (): Promise<string> => {
  const { session } = (await curl('tutti.identity.v1.SessionService/SignIn', {
    name: 'admin',
    password,
  })) as {
    session: { accessToken: string };
  };
  return `authorization: Bearer ${session.accessToken}`;
};

describe('gRPC', () => {
  it('is reflected: a client needs no files to list and to call methods', async () => {
    const args = ['curl', '--protocol', 'grpc', '--http2-prior-knowledge', '--list-services'];
    const { stdout } = await run(buf, [...args, `http://${system.grpc}`]);
    expect(stdout.trim().split('\n')).toEqual(
      expect.arrayContaining([
        'grpc.health.v1.Health',
        'tutti.devices.v1.DeviceService',
        'tutti.identity.v1.SessionService',
        'tutti.summary.v1.EventService',
      ]),
    );
    expect(await curl('grpc.health.v1.Health/Check')).toEqual({ status: 'SERVING' });
  });

  it('a session by gRPC commands and reads, as one by REST does', async () => {
    const admin = await bearer();
    const terms = { ttlSeconds: 3600, maxUses: 1, autoAccept: true, note: 'by gRPC' };
    const issued = await curl('tutti.devices.v1.EnrolmentTokenService/IssueEnrolmentToken', terms, [admin]);
    expect(issued).toMatchObject({ token: expect.stringMatching(/^tet_/) as string });
    const headers = { authorization: admin.replace('authorization: ', '') };
    const listed = await fetch(`${system.url}/api/v1/enrolment-tokens`, { headers });
    expect(await listed.json()).toMatchObject({ items: [{ note: 'by gRPC' }] });
    const events = await curl('tutti.summary.v1.EventService/ListEvents', { limit: 1 }, [admin]);
    expect(events).toMatchObject({ items: [{ type: 'tutti.devices.EnrolmentTokenIssued' }] });
  });

  it('a refusal says why, in words and in details', async () => {
    const call = curl('tutti.devices.v1.DeviceService/ListDevices');
    await expect(call).rejects.toThrow(/unauthenticated[\s\S]*Sign in[\s\S]*google\.rpc\.ErrorInfo/);
  });
});
