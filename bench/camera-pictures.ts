import sharp from 'sharp';

/** Soft shapes under sensor noise, 1920 by 1080, about half a megabyte, as a camera makes them. */
export const cameraPicture = async (seed: number): Promise<Buffer> => {
  const data = new Uint8Array(1920 * 1080 * 3);
  let state = seed + 1;
  for (let at = 0; at < data.length; at++) {
    state = (state * 48271) % 2147483647;
    const [x, y] = [Math.floor(at / 3) % 1920, Math.floor(at / 3 / 1920)];
    data[at] = 128 + 90 * Math.sin((x * (1 + (at % 3)) + seed * 97) / 170) * Math.cos(y / 130) + (state % 24);
  }
  return sharp(data, { raw: { width: 1920, height: 1080, channels: 3 } })
    .jpeg({ quality: 85 })
    .toBuffer();
};

/** The same JPEG with other bytes: a comment (segment FFFE) behind its first marker. */
export const numbered = (picture: Buffer, n: number): Buffer => {
  const text = Buffer.from(`picture ${n}`);
  const head = Buffer.from([0xff, 0xfe, 0, text.length + 2]);
  return Buffer.concat([picture.subarray(0, 2), head, text, picture.subarray(2)]);
};
