import type { Server } from 'node:http';
import type { OpenRequests } from '../observability/request-hooks';

/** Stops accepting, lets requests in flight finish within the grace, then cuts what is left. */
export const drainServer = async (server: Server, open: OpenRequests, graceMs: number): Promise<void> => {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  for (const request of open) request.abort();
  server.closeIdleConnections();
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, graceMs);
  // A connection becomes idle only after its answer, and `close` does not end those on its own. One that browsers open
  // in advance never had a request and does not count as idle: without open requests there is nothing to spare.
  const sweep = setInterval(() => {
    if (open.size === 0) server.closeAllConnections();
    else server.closeIdleConnections();
  }, 50);
  await closed;
  clearTimeout(cut);
  clearInterval(sweep);
};
