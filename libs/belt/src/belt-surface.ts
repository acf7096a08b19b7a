import type { Random } from '@tutti/kernel';
import type { Canvas } from './canvas';

/** How a belt may look: rubber with grain, slats across, or a weave. */
type Texture = 'rubber' | 'slats' | 'weave';
const textures: readonly Texture[] = ['rubber', 'slats', 'weave'];
const colours = [
  [62, 64, 66],
  [38, 40, 44],
  [112, 114, 112],
  [58, 92, 74],
  [60, 78, 112],
  [128, 116, 98],
] as const;

const between = (random: Random, low: number, high: number): number => low + (high - low) * random();
export function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('There is nothing to choose from.');
  return item;
}

/** An empty piece of belt, as its seed has it. */
export function paintBelt(side: number, random: Random): Canvas {
  const texture = pick(random, textures);
  const base = pick(random, colours);
  const shade = between(random, 0.8, 1.25);
  const relief = reliefOf(texture, side, random);
  const grain = between(random, 4, 14);
  const data = new Float32Array(side * side * 3);
  for (let pixel = 0; pixel < side * side; pixel++) {
    const light = relief(pixel % side, Math.floor(pixel / side)) + grain * (random() - 0.5);
    for (let channel = 0; channel < 3; channel++) {
      data[pixel * 3 + channel] = (base[channel] ?? 0) * shade + light;
    }
  }
  return { side, data };
}

function reliefOf(texture: Texture, side: number, random: Random): (x: number, y: number) => number {
  const period = between(random, 0.05, 0.14) * side;
  const depth = between(random, 6, 18);
  const phase = between(random, 0, period);
  switch (texture) {
    case 'rubber': {
      const wave = between(random, 1, 4);
      return (x, y) => 3 * Math.sin((x + wave * y) / side) + 3 * Math.sin((wave * x - y) / side);
    }
    case 'slats':
      return (x) => ((x + phase) % period < period * 0.12 ? -depth : depth / 4);
    case 'weave':
      return (x, y) =>
        (depth / 2) *
        Math.sin((2 * Math.PI * (x + phase)) / (period / 2)) *
        Math.sin((2 * Math.PI * (y + phase)) / (period / 2));
  }
}

/** The lamp above the belt: how bright it is and from which side it comes. Answers the light at each pixel. */
export function lamp(side: number, random: Random): (pixel: number) => number {
  const brightness = between(random, 0.65, 1.2);
  const slope = between(random, 0, 0.35);
  const direction = between(random, 0, 2 * Math.PI);
  const [right, down] = [Math.cos(direction) * slope, Math.sin(direction) * slope];
  return (pixel) =>
    brightness * (1 + right * ((pixel % side) / side - 0.5) + down * (Math.floor(pixel / side) / side - 0.5));
}
