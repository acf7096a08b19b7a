import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type PeerCertificate } from 'node:tls';
import { openGeneratedCertificate, type ServerCertificate } from '@tutti/certificates';
import { problem } from '@tutti/contracts/common';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Harness, start } from './harness';

let dir: string;
let names = ['127.0.0.1'];
let certificate: ServerCertificate;
let kit: Harness;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tutti-tls-'));
  const onError = (error: unknown): never => {
    throw error;
  };
  certificate = await openGeneratedCertificate({ dir, name: 'test', names: () => names, onError });
  kit = await start({ certificate });
});
afterAll(async () => {
  await kit.app.close();
  await certificate.close();
  await rm(dir, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

const ask = (path: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { ca } = certificate.current;
    get(`${kit.app.url}${path}`, { ca, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    }).on('error', reject);
  });

const raw = (request: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(kit.app.port, '127.0.0.1', () => socket.write(request));
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.on('close', () => resolve(text)).on('error', reject);
  });

const shownNames = (): Promise<string | undefined> =>
  new Promise((resolve, reject) => {
    const socket = connectTls({ port: kit.app.port, host: '127.0.0.1', ca: certificate.current.ca }, () => {
      const peer: PeerCertificate = socket.getPeerCertificate();
      socket.destroy();
      resolve(peer.subjectaltname);
    }).on('error', reject);
  });

describe('with a certificate', () => {
  test('it speaks HTTPS, and leaves other ports of the host alone (no HSTS)', async () => {
    expect(kit.app.url).toMatch(/^https:/);
    const { status, headers } = await ask('/healthz');
    expect(status).toBe(200);
    expect(headers).not.toHaveProperty('strict-transport-security');
  });

  test('who speaks plain HTTP to it is told so', async () => {
    const answer = await raw(
      'GET /api/v1/devices HTTP/1.1\r\nhost: x\r\nauthorization: Bearer secret\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    const body = problem.parse(JSON.parse(answer.split('\r\n\r\n')[1] ?? ''));
    expect(body.detail).toContain('https://');
    expect(answer).not.toContain('secret');
  });

  test('who comes and goes, or says nonsense, does no harm', async () => {
    await raw('\x16\x03nonsense');
    await new Promise<void>((done) => {
      const socket = connect(kit.app.port, '127.0.0.1', () => socket.end());
      socket.resume().on('close', () => done());
    });
    expect((await ask('/healthz')).status).toBe(200);
  });

  test('HTTP faults are still answered', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connectTls({ port: kit.app.port, host: '127.0.0.1', ca: certificate.current.ca }, () =>
        socket.write('NONSENSE\r\n\r\n'),
      );
      socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      socket.on('close', () => resolve(text)).on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('request.invalid');
  });

  test('a renewed certificate is shown without a restart', async () => {
    expect(await shownNames()).not.toContain('renewed.example');
    names = [...names, 'renewed.example'];
    await certificate.renew();
    expect(await shownNames()).toContain('renewed.example');
    expect((await ask('/healthz')).status).toBe(200);
  });
});

test.each(['0.0.0.0', '::', '192.0.2.1'])(
  '%s without TLS is refused, unless insecure is said',
  async (host) => {
    await expect(start({ host })).rejects.toThrow(/without TLS/);
  },
);
