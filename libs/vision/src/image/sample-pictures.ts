import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

/** Left half red, right half blue. */
export function redAndBlue(width: number, height: number): Sharp {
  const data = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++)
    data[pixel * 3 + (pixel % width < width / 2 ? 0 : 2)] = 255;
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** Pixels that no compressor likes. */
export function noise(width: number, height: number): Sharp {
  let state = 1;
  const data = Uint8Array.from(
    { length: width * height * 3 },
    () => (state = (state * 48271) % 2147483647) & 0xff,
  );
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** A complete black PNG of 1 bit per pixel: 900 million of them fit into 110 kB. */
export function bombPng(width: number, height: number): Uint8Array {
  return png(width, height, deflateSync(Buffer.alloc(height * (Math.ceil(width / 8) + 1))));
}

/** A PNG that claims a size and holds next to nothing. */
export function claimingPng(width: number, height: number): Uint8Array {
  return png(width, height, deflateSync(Buffer.alloc(64)));
}

function png(width: number, height: number, data: Uint8Array): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
