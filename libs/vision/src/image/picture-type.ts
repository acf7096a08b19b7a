export type PictureType = 'jpeg' | 'png' | 'webp';

const jpeg = [0xff, 0xd8, 0xff];
const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const riff = [0x52, 0x49, 0x46, 0x46];
const webp = [0x57, 0x45, 0x42, 0x50];

/** The type that the first bytes speak of. File names and content types are not believed. */
export function pictureType(bytes: Uint8Array): PictureType | undefined {
  const has = (signature: readonly number[], at: number): boolean =>
    signature.every((byte, index) => bytes[at + index] === byte);
  if (has(jpeg, 0)) return 'jpeg';
  if (has(png, 0)) return 'png';
  return has(riff, 0) && has(webp, 8) ? 'webp' : undefined;
}
