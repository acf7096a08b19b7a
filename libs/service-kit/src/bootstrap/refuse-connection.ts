import { randomBytes } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { HttpRefusal } from '../problem/http-refusals';
import { problemOf } from '../problem/problem';

/** Where Node keeps the answer that is being written to a socket; its own handler looks there too. */
interface Answering {
  readonly _httpMessage?: { readonly headersSent: boolean } | null;
}

const refusalOf = (code: string | undefined): HttpRefusal => {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new HttpRefusal(408, 'The request was not complete in time.');
    case 'HPE_HEADER_OVERFLOW':
      return new HttpRefusal(431, 'All headers together may have 16 KiB.');
    default:
      return new HttpRefusal(400, 'This is not HTTP as it should be.');
  }
};

/** Writes a problem to a socket that no request stands behind, and hangs up. */
export const answerRaw = (socket: Socket, refusal: HttpRefusal, traceId: string): void => {
  const { problem, headers } = problemOf(refusal, { traceId });
  const body = JSON.stringify(problem);
  const all = {
    ...headers,
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('')}`;
  socket.end(`${head}\r\n${body}`, () => socket.destroy());
};

/** Faults of the connection itself, such as a TLS handshake that the client broke off, have nobody to answer. */
const isAnswerable = ({ code = '' }: NodeJS.ErrnoException): boolean => /^(HPE_|ERR_HTTP_)/.test(code);

/** Answers what is no request (broken syntax, too many headers, too slow) with a problem as well, and hangs up. */
export const refuseConnection = (error: NodeJS.ErrnoException, socket: Socket & Answering): void => {
  const answering = socket._httpMessage?.headersSent === true;
  if (isAnswerable(error) && socket.writable && !answering)
    answerRaw(socket, refusalOf(error.code), randomBytes(16).toString('hex'));
  else socket.destroy();
};
