import type { LabelledPictures } from '../training/labelled-pictures';
import { digitPicture } from './digit-picture';
import type { Digit } from './digit-split';

/** Digits as pictures with their truth. */
export function digitSet(digits: readonly Digit[]): LabelledPictures {
  return {
    classes: Uint16Array.from(digits, ({ label }) => label),
    picture: (index) => digitPicture(digits[index]?.pixels ?? new Uint8Array()),
  };
}
