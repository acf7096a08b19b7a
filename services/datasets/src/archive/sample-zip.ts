import { crc32, deflateRawSync } from 'node:zlib';

/** A file of a zip that is written by hand, so that it can lie. */
export interface SampleFile {
  readonly name: string | Buffer;
  readonly bytes?: Uint8Array | string;
  readonly deflate?: boolean;
  readonly flags?: number;
  readonly method?: number;
  /** Unix mode; 0 for a file from DOS. */
  readonly mode?: number;
  /** What is claimed instead of the truth. */
  readonly claims?: {
    readonly size?: number;
    readonly packed?: number;
    readonly crc?: number;
    readonly offset?: number;
  };
}

/** A zip as APPNOTE.TXT 6.3.10 has it, with every lie that is asked for. */
export function sampleZip(...files: readonly SampleFile[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const { local, central } = partsOf(file, offset);
    parts.push(local);
    directory.push(central);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

function partsOf(file: SampleFile, offset: number): { local: Buffer; central: Buffer } {
  const name = Buffer.from(file.name);
  const plain = Buffer.from(file.bytes ?? '');
  const packed = file.deflate === true ? deflateRawSync(plain) : plain;
  const truth = { size: plain.length, packed: packed.length, crc: crc32(plain), offset };
  const claims = { ...truth, ...file.claims };
  const given = { flags: 0, mode: 0, method: file.deflate === true ? 8 : 0, ...file };
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(given.flags, 2);
  common.writeUInt16LE(given.method, 4);
  common.writeUInt32LE(claims.crc, 10);
  common.writeUInt32LE(claims.packed, 14);
  common.writeUInt32LE(claims.size, 18);
  common.writeUInt16LE(name.length, 22);
  const signature = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
  const local = Buffer.concat([signature, common, name, packed]);
  const head = Buffer.from([0x50, 0x4b, 0x01, 0x02, 20, given.mode === 0 ? 0 : 3]);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE((given.mode << 16) >>> 0, 6);
  tail.writeUInt32LE(claims.offset, 10);
  return { local, central: Buffer.concat([head, common, tail, name]) };
}
