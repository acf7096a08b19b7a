import { type KeyObject, createPrivateKey, sign } from 'node:crypto';
import { type Socket, connect } from 'node:net';
import { Backoff, pause } from '@tutti/agent/testing';

/** What a device connects with. */
export interface Pass {
  readonly deviceId: string;
  readonly jwt: string;
  /** Of its nkey: 32 bytes, hexadecimal. */
  readonly seed: string;
}

const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const keyOf = (seed: string): KeyObject =>
  createPrivateKey({ key: Buffer.concat([pkcs8, Buffer.from(seed, 'hex')]), format: 'der', type: 'pkcs8' });

/** As the agent's. */
const connectWithinMs = 10_000;

/**
 * As much of the agent's uplink as a server notices: the same handshake, one heartbeat that waits for its
 * acknowledgement, and the agent's own pauses when the connection is gone. A real one takes ten milliseconds to sign and
 * a hundred kilobytes, which is nothing on a device of its own and too much for ten thousand on one machine.
 */
export class LightAgent {
  connected = false;
  private readonly backoff = new Backoff(250, 30_000);
  private readonly key: KeyObject;

  constructor(
    private readonly port: number,
    private readonly pass: Pass,
  ) {
    this.key = keyOf(pass.seed);
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.session();
      this.connected = false;
      await pause(this.backoff.next(), signal);
    }
  }

  private session(): Promise<void> {
    return new Promise((resolve) => {
      const socket = connect(this.port, '127.0.0.1');
      const late = setTimeout(() => socket.destroy(), connectWithinMs);
      let unread = '';
      socket.on('error', () => undefined);
      socket.once('close', () => {
        clearTimeout(late);
        resolve();
      });
      socket.on('data', (chunk) => {
        const lines = (unread + chunk.toString('latin1')).split('\r\n');
        unread = lines.pop() ?? '';
        for (const line of lines) this.take(line, socket, late);
      });
    });
  }

  private take(line: string, socket: Socket, late: NodeJS.Timeout): void {
    const { deviceId, jwt } = this.pass;
    if (line.startsWith('INFO ')) {
      const { nonce } = JSON.parse(line.slice(5)) as { nonce?: string };
      if (nonce === undefined || this.connected) return;
      const sig = sign(null, Buffer.from(nonce), this.key).toString('base64url');
      const options = {
        jwt,
        sig,
        verbose: false,
        pedantic: false,
        headers: true,
        no_responders: true,
        protocol: 1,
        lang: 'bench',
        version: '1',
      };
      socket.write(`CONNECT ${JSON.stringify(options)}\r\nPING\r\n`);
    } else if (line === 'PONG') {
      clearTimeout(late);
      this.connected = true;
      const payload = '{"journal":"j","entries":[{}]}';
      const inbox = `_INBOX.${deviceId}`;
      socket.write(
        `SUB ${inbox}.> 1\r\nPUB tel.${deviceId}.heartbeat ${inbox}.ack ${payload.length}\r\n${payload}\r\n`,
      );
    } else if (line === 'PING') socket.write('PONG\r\n');
    else if (line.startsWith('MSG ')) this.backoff.reset();
  }
}
