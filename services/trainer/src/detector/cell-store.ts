import { boxNumbers } from '../gradient/gradient-graph';
import { seededRandom } from '@tutti/kernel';
import { cellChannels } from './cell-backbone';

/** What is known of one cell and what it is to say. */
export interface CellExample {
  readonly classId: number;
  /** Absent where nothing is. */
  readonly box?: readonly number[];
}

/** Of all pictures together; a cell takes 784 bytes. */
export const mostCells = 200_000;
const firstRoom = 1024;
const nowhere = new Float32Array(boxNumbers);

/**
 * Cells that are learned from: grows as they come. Once it is full it holds as many of all that came, each with the same
 * chance (Vitter 1985, algorithm R).
 */
export class CellStore {
  private features = new Float32Array(firstRoom * cellChannels);
  private targets = new Float32Array(firstRoom * boxNumbers);
  private readonly classes: number[] = [];
  private readonly random = seededRandom(1);
  private offered = 0;

  constructor(private readonly room = mostCells) {}

  get count(): number {
    return this.classes.length;
  }

  /** `planes` is one picture's [192, cells]. */
  add(planes: Float32Array, cell: number, { classId, box }: CellExample): void {
    const row = this.place();
    if (row === undefined) return;
    if ((row + 1) * cellChannels > this.features.length) this.grow();
    const cells = planes.length / cellChannels;
    for (let channel = 0; channel < cellChannels; channel++) {
      this.features[row * cellChannels + channel] = planes[channel * cells + cell] ?? 0;
    }
    this.targets.set(box ?? nowhere, row * boxNumbers);
    this.classes[row] = classId;
  }

  /** [count, 192]; the store's own memory. */
  get x(): Float32Array {
    return this.features.subarray(0, this.count * cellChannels);
  }

  /** [count, 4]; zeros where nothing is. */
  get boxes(): Float32Array {
    return this.targets.subarray(0, this.count * boxNumbers);
  }

  get classIds(): readonly number[] {
    return this.classes;
  }

  /** Where the next cell goes: to the end, in the place of another, or nowhere. */
  private place(): number | undefined {
    const offered = this.offered++;
    if (offered < this.room) return offered;
    const row = Math.floor(this.random() * (offered + 1));
    return row < this.room ? row : undefined;
  }

  private grow(): void {
    const features = new Float32Array(this.features.length * 2);
    const targets = new Float32Array(this.targets.length * 2);
    features.set(this.features);
    targets.set(this.targets);
    this.features = features;
    this.targets = targets;
  }
}
