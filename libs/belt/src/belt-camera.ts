import type { Image } from '@tutti/vision';
import { type Random, seededRandom } from '@tutti/kernel';
import { lamp, paintBelt, pick } from './belt-surface';
import { type Extent, type Pose, drawPart, drawShadow, toImage } from './canvas';
import { parts } from './parts';
import { type SpriteLevels, readSprite } from './sprite';

export interface SeenPart extends Extent {
  readonly key: string;
}

/** A picture of the belt and, in its pixels, what lies there. */
export interface BeltScene {
  readonly image: Image;
  readonly parts: readonly SeenPart[];
}

export interface BeltOptions {
  readonly seed: number;
  /** Pixels along each side; 320 when absent. */
  readonly side?: number;
  /** Which parts lie on the belt, by key; all when absent. */
  readonly keys?: readonly string[];
}

const usualSide = 320;
const mostParts = 6;
/** Boxes of two parts may share this much of the smaller one. */
const mostOverlap = 0.1;
const placings = 30;
/** Any odd number: what follows scene 0 of one seed must not be scene 0 of the next. */
const seedStep = 0x9e3779b1;

interface Placed {
  readonly key: string;
  readonly pose: Pose;
}

/**
 * The camera above the belt: as many pictures as one asks for, each from the seed and its number alone. Scenes hold one
 * to six parts at 0.2 to 0.4 of the side; a close-up holds one part that fills most of it.
 */
export class BeltCamera {
  private constructor(
    private readonly sprites: ReadonlyMap<string, SpriteLevels>,
    private readonly seed: number,
    readonly side: number,
  ) {}

  static async open({ seed, side = usualSide, keys }: BeltOptions): Promise<BeltCamera> {
    const wanted = parts.filter(({ key }) => keys === undefined || keys.includes(key));
    const sprites = await Promise.all(
      wanted.map(async (part) => [part.key, await readSprite(part)] as const),
    );
    return new BeltCamera(new Map(sprites), seed, side);
  }

  scene(number: number): BeltScene {
    const random = this.random(number);
    const count = 1 + Math.floor(random() * mostParts);
    const placed: Placed[] = [];
    for (let part = 0; part < count; part++) {
      const free = this.freePlace(placed, random);
      if (free !== undefined) placed.push(free);
    }
    return this.draw(placed, random);
  }

  /** One part alone, for classification; the key is chosen by the number when it is not given. */
  closeUp(number: number, key?: string): BeltScene {
    const random = this.random(number);
    const chosen = key ?? this.anyKey(random);
    const place = (): number => this.side * (0.45 + 0.1 * random());
    const length = this.side * (0.5 + 0.25 * random());
    return this.draw(
      [{ key: chosen, pose: { x: place(), y: place(), length, angle: turn(random) } }],
      random,
    );
  }

  private random(number: number): Random {
    return seededRandom((Math.imul(this.seed, seedStep) + number) >>> 0);
  }

  private anyKey(random: Random): string {
    return pick(random, [...this.sprites.keys()]);
  }

  private freePlace(taken: readonly Placed[], random: Random): Placed | undefined {
    const key = this.anyKey(random);
    for (let trial = 0; trial < placings; trial++) {
      const length = this.side * (0.2 + 0.2 * random());
      const within = (): number => length / 2 + random() * (this.side - length);
      const pose = { x: within(), y: within(), length, angle: turn(random) };
      if (taken.every((other) => shared(other.pose, pose) <= mostOverlap)) return { key, pose };
    }
    return undefined;
  }

  private draw(placed: readonly Placed[], random: Random): BeltScene {
    const canvas = paintBelt(this.side, random);
    const height = 0.01 + 0.02 * random();
    const strength = 0.2 + 0.3 * random();
    const seen: SeenPart[] = [];
    for (const { key, pose } of placed) {
      const sprite = this.sprites.get(key);
      if (sprite === undefined) throw new RangeError(`There is no part "${key}".`);
      const below = { ...pose, x: pose.x + height * this.side, y: pose.y + height * this.side };
      drawShadow(canvas, sprite, below, strength);
      const extent = drawPart(canvas, sprite, pose);
      if (extent !== undefined) seen.push({ key, ...extent });
    }
    return { image: toImage(canvas, lamp(this.side, random)), parts: seen };
  }
}

const turn = (random: Random): number => random() * 2 * Math.PI;

/** Of two parts, as upright squares of their length, the share of the smaller one that both cover. */
function shared(a: Pose, b: Pose): number {
  const width =
    Math.min(a.x + a.length / 2, b.x + b.length / 2) - Math.max(a.x - a.length / 2, b.x - b.length / 2);
  const height =
    Math.min(a.y + a.length / 2, b.y + b.length / 2) - Math.max(a.y - a.length / 2, b.y - b.length / 2);
  return width <= 0 || height <= 0 ? 0 : (width * height) / Math.min(a.length, b.length) ** 2;
}
