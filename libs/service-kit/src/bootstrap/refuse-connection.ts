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

/** Answers what is no request (broken syntax, too many headers, too slow) with a problem as well, and hangs up. */
export const refuseConnection = (error: NodeJS.ErrnoException, socket: Socket & Answering): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (socket.writable && socket._httpMessage?.headersSent !== true) {
    const traceId = randomBytes(16).toString('hex');
    const { problem, headers } = problemOf(refusalOf(error.code), { traceId });
    const body = JSON.stringify(problem);
    const all = {
      ...headers,
      'content-type': 'application/problem+json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      connection: 'close',
    };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('')}\r\n${body}`,
    );
  }
  socket.destroy(error);
};
