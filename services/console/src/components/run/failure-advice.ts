import { runs } from '../../i18n/en/runs';

/** The longest beginning of a code says what to do. */
const advice = [
  ['training.too-few-pictures', 'data'],
  ['training.one-class', 'data'],
  ['training.no-boxes', 'data'],
  ['training.wrong-labels', 'dataset'],
  ['training.no-class', 'dataset'],
  ['training.picture-broken', 'picture'],
  ['training.features-not-finite', 'picture'],
  ['training.no-such-sample', 'update'],
  ['training.failed', 'message'],
  ['training.diverged', 'parameters'],
  ['trainer.none', 'start'],
  ['trainer.crashed', 'crash'],
  ['trainer.', 'trainer'],
  ['run.too-long', 'time'],
  ['item.picture-gone', 'message'],
  ['queue.late', 'storage'],
  ['storage.full', 'storage'],
  ['data.', 'version'],
  ['dataset-version.', 'version'],
  ['dataset.', 'version'],
] as const;

type Advice = (typeof advice)[number][1] | 'any';

/** What to do about a run that failed so. */
export const adviceOn = (code: string): Advice =>
  advice.find(([beginning]) => code.startsWith(beginning))?.[1] ?? 'any';

type Known = keyof typeof runs.failure.known;

/** Codes that have words in the reader's language. */
export const isKnownCode = (code: string): code is Known => Object.hasOwn(runs.failure.known, code);
