import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A span as it was exported. */
export interface SinkSpan {
  readonly service: string;
  readonly name: string;
  /** OTLP: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for a root. */
  readonly parentSpanId: string;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  /** Trace ids of its links. */
  readonly links: readonly string[];
}

type Field = number | Buffer;

/** Protobuf's wire format, as far as OTLP uses it: https://protobuf.dev/programming-guides/encoding */
const fieldsOf = (bytes: Buffer): Map<number, Field[]> => {
  const fields = new Map<number, Field[]>();
  let at = 0;
  const varint = (): number => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(value);
    }
  };
  const fixed = (size: number): Buffer => bytes.subarray(at, (at += size));
  const field = (wire: number): Field => {
    if (wire === 0) return varint();
    if (wire === 2) return fixed(varint());
    return fixed(wire === 1 ? 8 : 4);
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = tag >>> 3;
    fields.set(number, [...(fields.get(number) ?? []), field(tag & 7)]);
  }
  return fields;
};

const messages = (fields: ReadonlyMap<number, readonly Field[]>, number: number): readonly Buffer[] =>
  (fields.get(number) ?? []).filter((field): field is Buffer => typeof field !== 'number');

const text = (fields: ReadonlyMap<number, readonly Field[]>, number: number, as: 'utf8' | 'hex'): string =>
  messages(fields, number)[0]?.toString(as) ?? '';

/** `KeyValue`s of strings, booleans, integers and doubles. */
const attributesOf = (all: readonly Buffer[]): Record<string, string | number | boolean> =>
  Object.fromEntries(
    all.map((bytes) => {
      const pair = fieldsOf(bytes);
      const value = fieldsOf(messages(pair, 2)[0] ?? Buffer.alloc(0));
      const [flag, int, double] = [value.get(2)?.[0], value.get(3)?.[0], messages(value, 4)[0]];
      const known = flag === undefined ? (int ?? double?.readDoubleLE()) : flag === 1;
      return [text(pair, 1, 'utf8'), (known as number | boolean | undefined) ?? text(value, 1, 'utf8')];
    }),
  );

const spanOf = (bytes: Buffer, service: string): SinkSpan => {
  const span = fieldsOf(bytes);
  return {
    service,
    name: text(span, 5, 'utf8'),
    kind: Number(span.get(6)?.[0] ?? 0),
    traceId: text(span, 1, 'hex'),
    spanId: text(span, 2, 'hex'),
    parentSpanId: text(span, 4, 'hex'),
    attributes: attributesOf(messages(span, 9)),
    links: messages(span, 13).map((link) => text(fieldsOf(link), 1, 'hex')),
  };
};

/** Spans of one `ExportTraceServiceRequest` (opentelemetry-proto 1.x). */
const spansOf = (body: Buffer): readonly SinkSpan[] =>
  messages(fieldsOf(body), 1).flatMap((bytes) => {
    const ofResource = fieldsOf(bytes);
    const resource = fieldsOf(messages(ofResource, 1)[0] ?? Buffer.alloc(0));
    const service = String(attributesOf(messages(resource, 1))['service.name']);
    return messages(ofResource, 2).flatMap((scope) =>
      messages(fieldsOf(scope), 2).map((span) => spanOf(span, service)),
    );
  });

/** Takes traces as an OpenTelemetry collector would, over HTTP in protobuf, and keeps them. */
export const startOtlpSink = async () => {
  const spans: SinkSpan[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      if (request.url === '/v1/traces') spans.push(...spansOf(body));
      response.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spans: spans as readonly SinkSpan[],
    /** Those of one trace. */
    trace: (traceId: string): readonly SinkSpan[] => spans.filter((span) => span.traceId === traceId),
    stop: async (): Promise<void> => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close').catch(() => undefined);
    },
  };
};
