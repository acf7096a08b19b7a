import type { TriggerCondition } from '@tutti/contracts/training';

/** Whether a condition holds, and its numbers in words that a person can check. */
export interface Found {
  readonly holds: boolean;
  readonly detail: string;
}

/** What conditions ask of a stream, as of now. */
export interface ConditionFacts {
  /** Labels stated in its datasets since a run last saw them. */
  newLabels(): Promise<number>;
  /** Results of its models in the last minutes, and how many were below its warning score. */
  results(minutes: number): Promise<{ readonly results: number; readonly warnings: number }>;
}

type NewLabels = Extract<TriggerCondition, { kind: 'new-labels' }>;
type WarningRate = Extract<TriggerCondition, { kind: 'warning-rate' }>;

const newLabels = async ({ atLeast }: NewLabels, facts: ConditionFacts): Promise<Found> => {
  const labels = await facts.newLabels();
  return { holds: labels >= atLeast, detail: `${labels} new labels of ${atLeast}` };
};

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

const warningRate = async (condition: WarningRate, facts: ConditionFacts): Promise<Found> => {
  const { atLeast, overMinutes, leastResults } = condition;
  const { results, warnings } = await facts.results(overMinutes);
  if (results < leastResults)
    return { holds: false, detail: `${results} results in ${overMinutes} min, fewer than ${leastResults}` };
  const rate = warnings / results;
  const detail = `${percent(rate)} of ${results} results in ${overMinutes} min are warnings, of ${percent(atLeast)}`;
  return { holds: rate >= atLeast, detail };
};

export const findOut = (condition: TriggerCondition, facts: ConditionFacts): Promise<Found> =>
  condition.kind === 'new-labels' ? newLabels(condition, facts) : warningRate(condition, facts);
