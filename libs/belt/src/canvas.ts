import type { Image } from '@tutti/vision';
import type { Sprite, SpriteLevels } from './sprite';

/** Pixels of a picture under way: three floats each, 0..255. */
export interface Canvas {
  readonly side: number;
  readonly data: Float32Array;
}

export interface Pose {
  /** Centre, in pixels of the canvas. */
  readonly x: number;
  readonly y: number;
  /** The longer side of the part before it is turned, in pixels of the canvas. */
  readonly length: number;
  /** Radians. */
  readonly angle: number;
}

/** Corners in pixels: the smallest upright box around what can be seen. */
export interface Extent {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** From here on a pixel counts as part of the thing, not as its blurred rim. */
const seenAlpha = 96;

/** How a sprite lies on the canvas: a canvas pixel in the sprite's pixels. */
interface Mapping {
  readonly sprite: Sprite;
  readonly centre: Pose;
  readonly cosine: number;
  readonly sine: number;
  readonly area: Extent;
}

function mapping(levels: SpriteLevels, pose: Pose, side: number): Mapping {
  const [full] = levels;
  if (full === undefined) throw new Error('A part without pixels cannot be drawn.');
  const shrink = Math.max(full.width, full.height) / pose.length;
  const level = Math.min(levels.length - 1, Math.max(0, Math.floor(Math.log2(shrink))));
  const sprite = levels[level] ?? full;
  const scale = Math.max(sprite.width, sprite.height) / pose.length;
  const radius = Math.hypot(sprite.width, sprite.height) / scale / 2 + 1;
  const inside = (value: number): number => Math.min(side, Math.max(0, Math.round(value)));
  return {
    sprite,
    centre: pose,
    cosine: Math.cos(pose.angle) * scale,
    sine: Math.sin(pose.angle) * scale,
    area: {
      ...{ x1: inside(pose.x - radius), x2: inside(pose.x + radius) },
      ...{ y1: inside(pose.y - radius), y2: inside(pose.y + radius) },
    },
  };
}

/** Calls `paint` with every canvas pixel that the sprite touches; `pixel` is reused. */
function eachPixel(
  { sprite, centre, cosine, sine, area }: Mapping,
  paint: (x: number, y: number, pixel: Float32Array) => void,
): void {
  const pixel = new Float32Array(4);
  for (let y = area.y1; y < area.y2; y++) {
    for (let x = area.x1; x < area.x2; x++) {
      const right = x + 0.5 - centre.x;
      const down = y + 0.5 - centre.y;
      const column = right * cosine + down * sine + sprite.width / 2 - 0.5;
      const row = down * cosine - right * sine + sprite.height / 2 - 0.5;
      if (column <= -1 || row <= -1 || column >= sprite.width || row >= sprite.height) continue;
      sample(sprite, column, row, pixel);
      if ((pixel[3] ?? 0) > 0.5) paint(x, y, pixel);
    }
  }
}

/** Bilinear; outside of the sprite there is nothing. */
function sample({ width, height, data }: Sprite, column: number, row: number, into: Float32Array): void {
  const left = Math.floor(column);
  const top = Math.floor(row);
  into.fill(0);
  for (let corner = 0; corner < 4; corner++) {
    const x = left + (corner & 1);
    const y = top + (corner >> 1);
    if (x < 0 || y < 0 || x >= width || y >= height) continue;
    const weight = (1 - Math.abs(column - x)) * (1 - Math.abs(row - y));
    const at = (y * width + x) * 4;
    for (let channel = 0; channel < 4; channel++) {
      into[channel] = (into[channel] ?? 0) + weight * (data[at + channel] ?? 0);
    }
  }
}

/** Darkens where the part keeps light away. */
export function drawShadow({ side, data }: Canvas, levels: SpriteLevels, pose: Pose, strength: number): void {
  eachPixel(mapping(levels, pose, side), (x, y, pixel) => {
    const light = 1 - (strength * (pixel[3] ?? 0)) / 255;
    const at = (y * side + x) * 3;
    for (let channel = 0; channel < 3; channel++) data[at + channel] = (data[at + channel] ?? 0) * light;
  });
}

/** Draws the part over what is there and tells what it covers; undefined when nothing of it is on the canvas. */
export function drawPart({ side, data }: Canvas, levels: SpriteLevels, pose: Pose): Extent | undefined {
  let [x1, y1, x2, y2] = [side, side, 0, 0];
  eachPixel(mapping(levels, pose, side), (x, y, pixel) => {
    const alpha = pixel[3] ?? 0;
    const at = (y * side + x) * 3;
    for (let channel = 0; channel < 3; channel++) {
      data[at + channel] = (data[at + channel] ?? 0) * (1 - alpha / 255) + (pixel[channel] ?? 0);
    }
    if (alpha < seenAlpha) return;
    [x1, y1, x2, y2] = [Math.min(x1, x), Math.min(y1, y), Math.max(x2, x + 1), Math.max(y2, y + 1)];
  });
  return x2 > x1 ? { x1, y1, x2, y2 } : undefined;
}

/** Bytes, as bright as the light at each pixel. */
export function toImage({ side, data }: Canvas, light: (pixel: number) => number): Image {
  const bytes = new Uint8ClampedArray(data.length);
  for (let pixel = 0; pixel < side * side; pixel++) {
    const bright = light(pixel);
    for (let at = pixel * 3; at < pixel * 3 + 3; at++) bytes[at] = (data[at] ?? 0) * bright;
  }
  return { width: side, height: side, data: new Uint8Array(bytes.buffer) };
}
