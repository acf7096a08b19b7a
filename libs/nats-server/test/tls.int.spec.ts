import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { openGeneratedCertificate, type ServerCertificate } from '@tutti/certificates';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectNats, writeServerConfig } from '../src/index';
import { startTestNats, type TestNats } from '../src/testing/test-nats';

let dir: string;
let names = ['127.0.0.1'];
let certificate: ServerCertificate;
let nats: TestNats;

const openCertificate = (where: string, wanted = (): readonly string[] => names) =>
  openGeneratedCertificate({
    dir: where,
    name: 'test',
    names: wanted,
    onError: (error) => {
      throw error;
    },
  });

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tutti-nats-tls-'));
  certificate = await openCertificate(dir);
  nats = await startTestNats({ certificate });
});
afterAll(async () => {
  await nats.stop();
  await certificate.close();
  await rm(dir, { recursive: true });
});

const at = (url: string) => ({ host: new URL(url).hostname, port: Number(new URL(url).port) });
const as = (caFile?: string) =>
  connectNats({ url: nats.url, user: 'devices', credsFile: nats.setup.credsFor('devices'), caFile });

const shownNames = (): Promise<string | undefined> =>
  new Promise((resolve, reject) => {
    const socket = connectTls({ ...at(nats.url), ca: certificate.current.ca }, () => {
      const { subjectaltname } = socket.getPeerCertificate();
      socket.destroy();
      resolve(subjectaltname);
    }).on('error', reject);
  });

describe('nats-server with a certificate', () => {
  it('serves clients that verify it', async () => {
    expect(nats.url).toMatch(/^tls:/);
    const connection = await as(certificate.caFile);
    await connection.flush();
    expect(connection.info).toMatchObject({ tls_required: true });
    await connection.close();
  });

  it('is refused by clients that do not know its authority, or know another', async () => {
    await expect(as()).rejects.toThrow(/self-signed certificate/);
    const other = await openCertificate(join(dir, 'other'));
    await expect(as(other.caFile)).rejects.toThrow(/certificate/);
    await other.close();
  });

  it('does not say a word in plain text, not even its greeting', async () => {
    const heard = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connectSocket(at(nats.url), () => socket.write('CONNECT {}\r\nPING\r\n'));
      socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
      socket.on('close', () => resolve(text)).on('error', reject);
    });
    expect(heard).not.toMatch(/INFO|nonce|server_id/);
  });

  it('shows a renewed certificate without a restart; connections stay', async () => {
    const connection = await as(certificate.caFile);
    let disturbed = false;
    void connection.closed().then(() => (disturbed = true));
    names = [...names, 'renewed.example'];
    await certificate.renew();
    await expect.poll(shownNames).toContain('renewed.example');
    await connection.flush();
    expect(disturbed).toBe(false);
    expect(connection.stats().inMsgs).toBeGreaterThan(0);
    await connection.close();
    await (await as(certificate.caFile)).close();
  });

  it('keeps its monitoring on the loopback', async () => {
    expect(new URL(nats.monitorUrl).hostname).toBe('127.0.0.1');
    expect(await readFile(nats.setup.configFile, 'utf8')).toContain('http: "127.0.0.1:');
  });
});

it('beyond the loopback it is refused without a certificate, unless insecure is said', async () => {
  const ports = { port: 'free', monitorPort: 'free', syncInterval: 'always' } as const;
  const options = { setup: nats.setup, storeDir: join(dir, 'store'), ...ports };
  await expect(writeServerConfig({ ...options, listen: { host: '0.0.0.0' } })).rejects.toThrow(/without TLS/);
});
