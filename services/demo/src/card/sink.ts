import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TeamsMessage, teamsMessage } from '@tutti/contracts/summary';

export interface Sink {
  /** As the webhook of a Teams workflow would be given. */
  readonly address: string;
  readonly received: readonly TeamsMessage[];
  close(): Promise<void>;
}

const mostBytes = 100_000;

/** Takes messages in the place of Teams, on this machine alone: 202 for what is one, 400 for anything else. */
export const openSink = async (): Promise<Sink> => {
  const received: TeamsMessage[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      if (text.length <= mostBytes) text += chunk;
    });
    request.on('end', () => {
      const message = teamsMessage.safeParse(parsed(text));
      if (message.success) received.push(message.data);
      response.writeHead(message.success ? 202 : 400).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/workflows/demonstration`,
    received,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
