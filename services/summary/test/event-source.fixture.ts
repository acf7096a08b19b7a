import type { LoggedEvent } from '@tutti/contracts/summary';

export interface Received {
  readonly id?: number;
  readonly event: string;
  readonly data: LoggedEvent;
}

/** What a browser's EventSource does, as far as the tests need it. */
export class TestEventSource {
  private readonly abort = new AbortController();
  private text = '';
  private constructor(
    readonly response: Response,
    private readonly reader: ReadableStreamDefaultReader<Uint8Array> | undefined,
    abort: AbortController,
  ) {
    this.abort = abort;
  }

  static async open(url: string, headers: Readonly<Record<string, string>>): Promise<TestEventSource> {
    const abort = new AbortController();
    const all = { accept: 'text/event-stream', ...headers };
    const response = await fetch(url, { headers: all, signal: abort.signal });
    return new TestEventSource(response, response.body?.getReader(), abort);
  }

  /** The next message; `undefined` when the stream has ended. */
  async next(): Promise<Received | undefined> {
    for (;;) {
      const end = this.text.indexOf('\n\n');
      if (end >= 0) {
        const message = parse(this.text.slice(0, end));
        this.text = this.text.slice(end + 2);
        if (message) return message;
        continue;
      }
      const chunk = await this.reader?.read();
      if (!chunk || chunk.done) return undefined;
      this.text += new TextDecoder().decode(chunk.value);
    }
  }

  async take(count: number): Promise<readonly Received[]> {
    const messages: Received[] = [];
    while (messages.length < count) {
      const message = await this.next();
      if (!message) break;
      messages.push(message);
    }
    return messages;
  }

  close(): void {
    this.abort.abort();
  }
}

/** Comments and the `retry` line are no messages. */
const parse = (block: string): Received | undefined => {
  const fields = block.split('\n').filter((line) => !line.startsWith(':'));
  const valueOf = (name: string) =>
    fields.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  const data = valueOf('data');
  if (data === undefined) return undefined;
  const id = valueOf('id');
  return {
    ...(id === undefined ? {} : { id: Number(id) }),
    event: valueOf('event') ?? 'message',
    data: JSON.parse(data) as LoggedEvent,
  };
};
