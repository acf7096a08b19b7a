import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fastify, type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { addBodyParsers } from '../src/bootstrap/body-parsers';
import { endSlowBodies } from '../src/bootstrap/slow-bodies';

let server: FastifyInstance;
let received = 0;
beforeEach(async () => {
  received = 0;
  server = fastify({ requestTimeout: 0 });
  addBodyParsers(server);
  endSlowBodies(server);
  server.put('/bytes', async ({ body }) => {
    for await (const chunk of body as IncomingMessage) received += (chunk as Buffer).length;
    return { received };
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await server.close();
});

interface Sent {
  readonly upload: ClientRequest;
  readonly answer: Promise<string>;
}

const begin = (): Sent => {
  const { port } = server.server.address() as AddressInfo;
  const headers = { 'content-type': 'application/octet-stream', 'transfer-encoding': 'chunked' };
  const upload = request({ host: '127.0.0.1', port, method: 'PUT', path: '/bytes', headers });
  const answer = new Promise<string>((resolve, reject) => {
    upload.on('error', reject).on('response', (response) => {
      let text = `${response.statusCode} `;
      response.on('data', (chunk) => (text += String(chunk))).on('end', () => resolve(text));
    });
  });
  return { upload, answer };
};

/** `bytes` come, and a minute passes. */
const minute = async ({ upload }: Sent, bytes: number): Promise<void> => {
  const all = received + bytes;
  upload.write(Buffer.alloc(bytes));
  await vi.waitFor(() => expect(received).toBe(all));
  vi.advanceTimersByTime(60_000);
};

test('a body that comes slowly, and comes, is waited for', async () => {
  const sent = begin();
  for (let n = 0; n < 30; n++) await minute(sent, 20_000);
  sent.upload.end();
  expect(await sent.answer).toBe('200 {"received":600000}');
});

test('a body that hardly comes is refused, and the line is free', async () => {
  const sent = begin();
  await minute(sent, 20_000);
  await minute(sent, 100);
  expect(await sent.answer).toContain('408 ');
  expect(await sent.answer).toContain('request.too-slow');
});
