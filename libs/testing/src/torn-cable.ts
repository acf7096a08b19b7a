import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A cable to a server that tears each time that so many bytes have passed. */
export class TornCable {
  #server: Server | undefined;
  tears = 0;

  constructor(
    private readonly port: number,
    private readonly afterBytes: number,
    private readonly most: number,
  ) {}

  async open(): Promise<string> {
    const server = createServer((client) => this.#carry(client));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server?.close();
  }

  #carry(client: Socket): void {
    const service = connect(this.port, '127.0.0.1');
    let passed = 0;
    client.on('data', (bytes) => {
      passed += bytes.length;
      service.write(bytes);
      if (passed < this.afterBytes || this.tears >= this.most) return;
      this.tears += 1;
      client.destroy();
      service.destroy();
    });
    service.on('data', (bytes) => void client.write(bytes));
    for (const [one, other] of [
      [client, service],
      [service, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  }
}
