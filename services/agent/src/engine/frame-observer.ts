import type { Image, Prediction } from '@tutti/vision';
import type { ActiveModel } from './active-model';

/** A picture that the device's own model judged. */
export interface JudgedFrame {
  readonly image: Image;
  readonly active: ActiveModel;
  readonly prediction: Prediction;
  /** Of the model alone. */
  readonly latencyMs: number;
  readonly truth?: string | undefined;
}

/** Told of every picture that becomes a result of the device, once it is judged. Neither waits nor throws. */
export interface FrameObserver {
  judged(frame: JudgedFrame): void;
  /** The model failed on the picture. */
  failed(active: ActiveModel): void;
}
