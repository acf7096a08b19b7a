import type { Confirmation } from './shapes';

export interface SeenResults {
  readonly results: number;
  /** Null before the first result. */
  readonly meanScore: number | null;
  /** Minutes that the model has judged. Where nobody knows them they count as over. */
  readonly elapsedMinutes?: number | undefined;
}

/** Whether a new model may stay, by what was seen of it. */
export function meetsConfirmation(policy: Confirmation, seen: SeenResults): boolean {
  const { results, meanScore, elapsedMinutes = policy.minutes } = seen;
  if (results < policy.results && elapsedMinutes < policy.minutes) return false;
  if (results === 0) return meanScore === null && policy.whenSilent === 'confirm';
  return meanScore !== null && meanScore >= (policy.floor ?? 0);
}
