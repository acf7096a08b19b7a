import type { Image } from '@tutti/vision';
import { seededRandom } from '@tutti/kernel';

const grids = [8, 5];

/**
 * Mosaics of random colours for a model's self-test: edges and colours for every layer, small as PNG, and nobody's
 * pictures: a model goes to every device.
 */
export const goldenPictures = (side: number): readonly Image[] => grids.map((grid) => mosaic(side, grid));

function mosaic(side: number, grid: number): Image {
  const random = seededRandom(grid);
  const tiles = Uint8Array.from({ length: grid * grid * 3 }, () => Math.floor(random() * 256));
  const tileOf = (at: number) => Math.floor((at * grid) / side);
  const data = Uint8Array.from({ length: side * side * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    const tile = tileOf(Math.floor(pixel / side)) * grid + tileOf(pixel % side);
    return tiles[tile * 3 + (at % 3)] ?? 0;
  });
  return { width: side, height: side, data };
}
