import type { FrameAbout } from '@tutti/contracts/devices';
import { frameAbout } from '@tutti/contracts/devices';

/** What a file's name says, so that a folder of thousands is known without reading them. */
export interface FrameName {
  /** Milliseconds since 1970, of the result. */
  readonly at: number;
  readonly audit: boolean;
  /** 0..1 */
  readonly uncertainty: number;
  readonly sha256: string;
}

export interface Frame {
  readonly about: FrameAbout;
  readonly bytes: Buffer;
}

const pattern = /^(\d{16})-([ad])(\d{4})-([0-9a-f]{64})\.frame$/;
const headerBytes = 4;

export function nameOf({ at, audit, uncertainty, sha256 }: FrameName): string {
  const thousandths = String(Math.round(uncertainty * 1000)).padStart(4, '0');
  return `${String(at).padStart(16, '0')}-${audit ? 'a' : 'd'}${thousandths}-${sha256}.frame`;
}

/** Undefined when it is no frame's name. */
export function readName(name: string): FrameName | undefined {
  const [, at, kind, thousandths, sha256] = pattern.exec(name) ?? [];
  if (sha256 === undefined) return undefined;
  return { at: Number(at), audit: kind === 'a', uncertainty: Number(thousandths) / 1000, sha256 };
}

/** Length of the JSON, JSON, picture. */
export function encodeFrame({ about, bytes }: Frame): readonly Buffer[] {
  const json = Buffer.from(JSON.stringify(about));
  const length = Buffer.alloc(headerBytes);
  length.writeUInt32LE(json.length);
  return [length, json, bytes];
}

/** Undefined when it is not what was written, as far as that shows. */
export function decodeFrame(content: Buffer): Frame | undefined {
  try {
    const end = headerBytes + content.readUInt32LE();
    const about = frameAbout.parse(JSON.parse(content.subarray(headerBytes, end).toString()));
    const bytes = content.subarray(end);
    return bytes.length === about.size ? { about, bytes } : undefined;
  } catch {
    return undefined;
  }
}
