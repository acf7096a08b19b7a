import type { Patience } from '../api/patience';
import type { Tutti } from '../api/tutti';
import type { DemoOptions } from '../options';
import type { LineCamera } from '../plant/line-camera';
import type { Plant } from '../plant/plant';
import type { Narrator } from '../terminal/narrator';
import type { Stopwatch } from '../terminal/stopwatch';

/** The tag `camera` of every edge here. */
export const cameraTag = 'simulated';

/** A line of the plant: a simulated camera, and the edge that judges its pictures. */
export interface Line {
  readonly serial: string;
  readonly deviceId: string;
  readonly camera: LineCamera;
}

/** A person has all the time in the world. */
export const personSeconds = 7 * 86_400;

/** What every chapter works with. */
export interface Story {
  readonly options: DemoOptions;
  readonly plant: Plant;
  readonly tutti: Tutti;
  readonly patience: Patience;
  readonly narrator: Narrator;
  readonly watch: Stopwatch;
  readonly lines: readonly Line[];
  /** What the cameras' pictures show, by digest. */
  readonly truth: Map<string, string>;
}

/** A page of the console, for people who want to know more. */
export const pageOf = ({ tutti }: Pick<Story, 'tutti'>, path: string): string => `${tutti.url}/${path}`;
