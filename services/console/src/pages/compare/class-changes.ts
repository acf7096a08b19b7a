import type { ClassMetrics, EvaluationReport } from '@tutti/contracts/training';

/** Recall of one class in two models; null where a model does not have the class, or nothing of it was there. */
export interface ClassChange {
  readonly key: string;
  readonly name: string;
  readonly a: number | null;
  readonly b: number | null;
  /** From a to b; undefined where one of them is missing. */
  readonly difference: number | undefined;
}

const recallOf = (one: ClassMetrics | undefined): number | null => one?.recall ?? null;

const changeOf = (key: string, a: ClassMetrics | undefined, b: ClassMetrics | undefined): ClassChange => {
  const [from, to] = [recallOf(a), recallOf(b)];
  const difference = from === null || to === null ? undefined : to - from;
  return { key, name: (a ?? b)?.name ?? key, a: from, b: to, difference };
};

/** Class by class: the largest fall first, those that cannot be compared last. */
export const classChanges = (
  a: Pick<EvaluationReport, 'classes'>,
  b: Pick<EvaluationReport, 'classes'>,
): readonly ClassChange[] => {
  const byKey = ({ classes }: typeof a) => new Map(classes.map((one) => [one.key, one]));
  const [ofA, ofB] = [byKey(a), byKey(b)];
  return [...new Set([...ofA.keys(), ...ofB.keys()])]
    .map((key) => changeOf(key, ofA.get(key), ofB.get(key)))
    .sort((x, y) => (x.difference ?? Infinity) - (y.difference ?? Infinity));
};
