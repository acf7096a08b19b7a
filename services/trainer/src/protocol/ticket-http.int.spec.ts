import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TicketHttp } from './ticket-http';

const problem = {
  type: 'about:blank',
  title: 'No',
  status: 401,
  code: 'job.ticket-invalid',
  detail: 'Not this ticket.',
};
let server: Server;
let http: TicketHttp;
const came: { headers: IncomingHttpHeaders; body: Buffer }[] = [];

/** Gives back what came; refuses what is for `refused`, before it has read it. */
beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url?.endsWith('/refused')) {
      response.writeHead(401).end(JSON.stringify(problem));
      return;
    }
    void buffer(request).then((body) => {
      came.push({ headers: request.headers, body });
      response.writeHead(200).end(body);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const expiresAt = new Date(Date.now() + 60_000);
  http = new TicketHttp({
    url,
    ticket: 't',
    expiresAt,
    signal: new AbortController().signal,
    firstPauseMs: 1,
  });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const bytes = Uint8Array.from({ length: 1_000_003 }, (_, at) => at % 251);

it.each([bytes, new Uint8Array(0)])(
  'bytes go in pieces, with their length, and come in pieces (%#)',
  async (all) => {
    const back = await http.bytes({ method: 'PUT', path: 'files', bytes: all });
    expect(Buffer.compare(back, all)).toBe(0);
    const { headers, body } = came.at(-1) ?? {};
    expect(headers).toMatchObject({
      authorization: 'Bearer t',
      'content-type': 'application/octet-stream',
      'content-length': String(all.length),
    });
    expect(body?.length).toBe(all.length);
  },
);

it('JSON goes and comes', async () => {
  expect(await http.json({ method: 'POST', path: 'claim', json: { a: 1 } })).toEqual({ a: 1 });
});

it('a refusal while bytes are on their way is a refusal, not a link to try again', async () => {
  const refused = http.bytes({ method: 'PUT', path: 'refused', bytes });
  await expect(refused).rejects.toMatchObject({ status: 401, code: 'job.ticket-invalid' });
});
