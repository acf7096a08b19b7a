import { crc32 } from 'node:zlib';

/** What journals keep, as the JSON that goes upstream. Files hold the index: new kinds go to the end. */
export const recordKinds = ['inference', 'failure', 'reported'] as const;
export type RecordKind = (typeof recordKinds)[number];

export interface JournalRecord {
  readonly kind: RecordKind;
  /** Milliseconds since 1970 on the device's clock. */
  readonly at: number;
  readonly json: Buffer;
}

/** On disk: length and CRC-32 of the payload (u32 little-endian each), then kind (u8), time (f64) and the JSON. */
const headerBytes = 8;
const prefixBytes = 9;
export const largestJson = 1024 * 1024;

export function encodeFrame({ kind, at, json }: JournalRecord): Buffer {
  const frame = Buffer.allocUnsafe(headerBytes + prefixBytes + json.length);
  frame.writeUInt8(recordKinds.indexOf(kind), headerBytes);
  frame.writeDoubleLE(at, headerBytes + 1);
  json.copy(frame, headerBytes + prefixBytes);
  frame.writeUInt32LE(frame.length - headerBytes, 0);
  frame.writeUInt32LE(crc32(frame.subarray(headerBytes)), 4);
  return frame;
}

/** The frame that starts at `from`, or undefined where the bytes are torn, damaged or at an end. */
export function decodeFrame(bytes: Buffer, from: number): (JournalRecord & { end: number }) | undefined {
  const start = from + headerBytes;
  if (start + prefixBytes > bytes.length) return undefined;
  const length = bytes.readUInt32LE(from);
  const end = start + length;
  if (length < prefixBytes || length > largestJson + prefixBytes || end > bytes.length) return undefined;
  const payload = bytes.subarray(start, end);
  const kind = recordKinds[payload.readUInt8(0)];
  if (kind === undefined || crc32(payload) !== bytes.readUInt32LE(from + 4)) return undefined;
  return { kind, at: payload.readDoubleLE(1), json: payload.subarray(prefixBytes), end };
}
