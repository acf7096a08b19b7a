import type {
  EvaluationReport,
  GateReason,
  GateVerdict,
  ModelMetrics,
  PromotionGate,
} from '@tutti/contracts/training';

/** What is known of a model: how well it did on the pictures that were held out. */
export type Judged = Pick<EvaluationReport, 'metrics' | 'classes' | 'part'>;

/** Fewer pictures cannot tell one model from another. */
export const fewestItems = 20;
const mostReasons = 64;
/** Room for the rounding of sums. */
const epsilon = 1e-9;

const metricOf = (metrics: ModelMetrics, { metric }: PromotionGate): number | undefined => metrics[metric];

const atLeast = (found: number | undefined, asked: number | undefined): readonly GateReason[] => {
  if (asked === undefined && found !== undefined) return [];
  const passes = found !== undefined && found >= (asked ?? 0) - epsilon;
  return [
    {
      code: 'at-least',
      passes,
      ...(found === undefined ? {} : { found }),
      ...(asked === undefined ? {} : { asked }),
    },
  ];
};

const gain = (
  found: number | undefined,
  before: number | undefined,
  asked: number,
): readonly GateReason[] => {
  // A metric that one of them does not have cannot be compared.
  if (found === undefined || before === undefined) return [];
  const gained = found - before;
  return [{ code: 'gain', passes: gained >= asked - epsilon, found: gained, asked }];
};

/** Classes that fell by more than is allowed, the worst first; the worst of all where none did. */
const classLoss = (judged: Judged, baseline: Judged, asked: number): readonly GateReason[] => {
  const before = new Map(baseline.classes.map(({ key, recall }) => [key, recall]));
  const losses = judged.classes
    .flatMap(({ key, recall }): readonly (readonly [string, number])[] => {
      const was = before.get(key);
      return was == null || recall === null ? [] : [[key, was - recall]];
    })
    .sort(([, a], [, b]) => b - a);
  const tooLarge = losses.filter(([, loss]) => loss > asked + epsilon);
  return (tooLarge.length > 0 ? tooLarge : losses.slice(0, 1)).map(([classKey, loss]) => ({
    code: 'class-loss',
    passes: loss <= asked + epsilon,
    found: Math.max(0, loss),
    asked,
    classKey,
  }));
};

const fewItems = ({ metrics: { items } }: Judged): readonly GateReason[] =>
  items < fewestItems ? [{ code: 'few-items', passes: false, found: items, asked: fewestItems }] : [];

const against = (gate: PromotionGate, judged: Judged, baseline: Judged | null): readonly GateReason[] => {
  if (baseline === null) return [{ code: 'no-baseline', passes: true }];
  return [
    ...gain(metricOf(judged.metrics, gate), metricOf(baseline.metrics, gate), gate.gain ?? 0),
    ...(gate.largestClassLoss === undefined ? [] : classLoss(judged, baseline, gate.largestClassLoss)),
  ];
};

/** Whether a model may be deployed: every reason must pass. `baseline` is the model it replaces, on the same pictures. */
export const promotionVerdict = (
  gate: PromotionGate,
  judged: Judged,
  baseline: Judged | null,
): GateVerdict => {
  const reasons = [
    ...fewItems(judged),
    ...atLeast(metricOf(judged.metrics, gate), gate.atLeast),
    ...against(gate, judged, baseline),
  ];
  return { passes: reasons.every(({ passes }) => passes), reasons: reasons.slice(0, mostReasons) };
};
