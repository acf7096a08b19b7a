import type { Random } from '@tutti/kernel';
import type { TargetBox } from './cell-targets';

/** Pixels of a square picture and what is in it. */
export interface Variant {
  readonly pixels: Uint8Array;
  readonly boxes: readonly TargetBox[];
}

const light = { darkest: 0.7, brightest: 1.3 };

/** The picture, and with `light` the same mirrored in other light. */
export function variantsOf(
  { pixels, boxes }: Variant,
  augmentation: 'none' | 'light',
  random: Random,
): readonly Variant[] {
  if (augmentation === 'none') return [{ pixels, boxes }];
  const gain = light.darkest + (light.brightest - light.darkest) * random();
  return [
    { pixels, boxes },
    { pixels: mirrored(pixels, gain), boxes: boxes.map(mirroredBox) },
  ];
}

const mirroredBox = ({ corners: [x1, y1, x2, y2], classId }: TargetBox): TargetBox => ({
  classId,
  corners: [1 - x2, y1, 1 - x1, y2],
});

function mirrored(pixels: Uint8Array, gain: number): Uint8Array {
  const side = Math.sqrt(pixels.length / 3);
  const turned = new Uint8ClampedArray(pixels.length);
  for (let to = 0; to < pixels.length; to++) {
    const pixel = Math.floor(to / 3);
    const column = pixel % side;
    turned[to] = gain * (pixels[(pixel - column + (side - 1 - column)) * 3 + (to % 3)] ?? 0);
  }
  return new Uint8Array(turned.buffer);
}
