import {
  telemetryBatches,
  telemetryEnvelope,
  type ModelReference,
  type TelemetryKind,
} from '@tutti/contracts/devices';

/** One result or failure, as far as it counts. */
export interface CountedEntry {
  readonly seq: number;
  /** The device's clock. */
  readonly at: number;
  readonly model: ModelReference | null;
  /** `null`: a failure. */
  readonly score: number | null;
  readonly bytes: number;
}

export interface CountedBatch {
  readonly journal: string;
  /** Of all entries in the journal, those that do not count included. */
  readonly places: readonly number[];
  readonly entries: readonly CountedEntry[];
}

/** No picture is larger. A size that cannot be is none: sums stay numbers that can be told. */
const mostBytes = 2 ** 31;

const result = telemetryBatches.inference.shape.entries.element.pick({
  seq: true,
  at: true,
  model: true,
  score: true,
  inputBytes: true,
});
const failure = telemetryBatches.failure.shape.entries.element.pick({ seq: true, at: true, model: true });
const place = result.pick({ seq: true });

const resultOf = (candidate: unknown): CountedEntry | undefined => {
  const { data } = result.safeParse(candidate);
  if (!data) return undefined;
  const { inputBytes = 0, ...entry } = data;
  return { ...entry, at: Date.parse(data.at), bytes: inputBytes > mostBytes ? 0 : inputBytes };
};

const failureOf = (candidate: unknown): CountedEntry | undefined => {
  const { data } = failure.safeParse(candidate);
  return data && { ...data, at: Date.parse(data.at), score: null, bytes: 0 };
};

type Kind = Extract<TelemetryKind, 'inference' | 'failure' | 'reported'>;

/** What devices number in one journal. What they report counts as nothing, but its places are known then. */
const entryOf: Readonly<Record<Kind, (candidate: unknown) => CountedEntry | undefined>> = {
  inference: resultOf,
  failure: failureOf,
  reported: () => undefined,
};
export const countedKinds = Object.keys(entryOf) as readonly Kind[];

/** Throws when it is no batch; an entry that breaks its schema costs that entry. */
export const readCounted = (payload: unknown, kind: string): CountedBatch => {
  const { journal, entries } = telemetryEnvelope.parse(payload);
  const counted = countedKinds.find((one) => one === kind) ?? 'reported';
  return {
    journal,
    places: entries.flatMap((candidate) => place.safeParse(candidate).data?.seq ?? []),
    entries: entries.flatMap((candidate) => entryOf[counted](candidate) ?? []),
  };
};
