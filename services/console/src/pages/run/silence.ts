/** A trainer speaks every two seconds: so long without a word is worth telling. */
const silentMs = 15_000;

/** The last word of a trainer, by the server's clock, and when it came here, by ours: the two clocks may differ. */
export interface Heard {
  readonly word: string;
  readonly at: number;
}

/** The same as long as there is no new word. */
export const heardOf = (known: Heard, word: string, now: number): Heard =>
  word === known.word ? known : { word, at: now };

export const isSilent = ({ at }: Heard, now: number): boolean => now - at >= silentMs;
