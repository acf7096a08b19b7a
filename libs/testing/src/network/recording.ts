import { readFileSync } from 'node:fs';

/** One direction of a TCP connection as it passed a cable. */
export interface Flow {
  /** `address:port>address:port` */
  readonly name: string;
  /** Beginning of what was said, by sequence number: what was repeated or came in another order is in its place. */
  readonly first: Buffer;
  /** All payloads as they passed. */
  readonly payloads: readonly Buffer[];
}

interface Segment {
  readonly name: string;
  readonly sequence: number;
  readonly payload: Buffer;
}

const packets = function* (file: Buffer): Generator<Buffer> {
  // pcap: a header of 24 bytes, then 16 bytes before each packet; its captured length is at 8.
  for (let at = 24; at + 16 <= file.length;) {
    const length = file.readUInt32LE(at + 8);
    yield file.subarray(at + 16, at + 16 + length);
    at += 16 + length;
  }
};

const address = (bytes: Buffer): string => [...bytes].join('.');

/** IPv4 over Ethernet; `undefined` for a packet without payload. */
const segmentOf = (packet: Buffer): Segment | undefined => {
  if (packet.readUInt16BE(12) !== 0x0800) return undefined;
  const ip = packet.subarray(14);
  const tcp = ip.subarray((ip.readUInt8(0) & 0x0f) * 4, ip.readUInt16BE(2));
  const payload = tcp.subarray((tcp.readUInt8(12) >> 4) * 4);
  if (payload.length === 0) return undefined;
  const from = `${address(ip.subarray(12, 16))}:${tcp.readUInt16BE(0)}`;
  const to = `${address(ip.subarray(16, 20))}:${tcp.readUInt16BE(2)}`;
  return { name: `${from}>${to}`, sequence: tcp.readUInt32BE(4), payload };
};

/** Sequence numbers wrap around. */
const isEarlier = (one: number, other: number): boolean => ((one - other) | 0) < 0;

/** What a recording holds, by direction of connection. */
export const flowsOf = (pcapFile: string): readonly Flow[] => {
  const flows = new Map<string, Segment[]>();
  for (const packet of packets(readFileSync(pcapFile))) {
    const segment = segmentOf(packet);
    if (!segment) continue;
    const known = flows.get(segment.name);
    if (known) known.push(segment);
    else flows.set(segment.name, [segment]);
  }
  return [...flows].map(([name, segments]) => {
    const first = segments.reduce((found, next) => (isEarlier(next.sequence, found.sequence) ? next : found));
    return { name, first: first.payload, payloads: segments.map(({ payload }) => payload) };
  });
};
